export interface Output {
	/** Never throws; drops text once the reader is gone. */
	write(text: string): void;
	readonly isTerminal: boolean;
	/** Of the terminal; undefined without one. May change while the command runs. */
	readonly columns: number | undefined;
	readonly rows: number | undefined;
}

/** All that a command sees of the process that runs it. */
export interface CommandContext {
	readonly stdout: Output;
	readonly stderr: Output;
	/** Asks a person, without showing the answer; undefined without a terminal. Rejects with ToolError `interrupted`. */
	readonly askSecret: ((question: string) => Promise<string>) | undefined;
	/** The same, and the answer is seen. */
	readonly ask: ((question: string) => Promise<string>) | undefined;
	/** What is typed to start this program, e.g. `npx thingsmith`. */
	readonly command: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Aborted by Ctrl-C, SIGTERM, SIGHUP, or when the reader of stdout is gone. */
	readonly signal: AbortSignal;
}
