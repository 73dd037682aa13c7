/** How a board is reached from outside of the process. */
export interface RomTransport {
	/** What a tool takes as its port. */
	readonly port: string;
	/** The board was unplugged: makes the port appear again, under the same name. */
	plug(): Promise<void>;
	/** May be called twice. */
	close(): Promise<void>;
}
