/** What a board is by its own account. */
export interface BoardFacts {
	readonly thingName: string | undefined;
	/** Lower-case hex; undefined where the flash was not read, or holds no identity. */
	readonly certificateId: string | undefined;
	/** Where its settings tell it to connect; undefined where the flash was not read. */
	readonly endpoint: { readonly host: string; readonly port: number } | undefined;
}
