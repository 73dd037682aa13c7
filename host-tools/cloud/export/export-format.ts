/** What a model is written as. */
export const exportFormats = Object.freeze(["cloudformation", "terraform", "cdk", "scripts"] as const);

export type ExportFormat = (typeof exportFormats)[number];

export interface ExportFile {
	/** Below the folder that is written to, with `/`. */
	readonly path: string;
	readonly content: string | Uint8Array;
	readonly executable?: true;
}

export interface Exported {
	readonly files: readonly ExportFile[];
	/** What its user has to know: what the format does otherwise than `cloud apply`. They stand at the top of the output, too. */
	readonly notes: readonly string[];
}

/** A function's code by its name. Rejects with what reading a file rejects with. */
export type Sources = (name: string) => Promise<string>;
