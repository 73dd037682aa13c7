/** Modem lines of a serial port as an ESP32's reset circuit sees them; a line that is left out keeps its level. */
export interface SerialSignals {
	readonly dtr?: boolean;
	readonly rts?: boolean;
}

/**
 * An open serial line to a board: a port of this machine, one of another machine (RFC 2217), or a plain TCP connection to a
 * simulated board. Whoever opens it closes it.
 */
export interface SerialLink {
	/** As the user named it, for messages. */
	readonly name: string;
	/** False where there are no modem lines (a pty, plain TCP): the board cannot be reset through this link. */
	readonly hasSignals: boolean;

	/**
	 * One listener at a time; undefined takes it away, and what arrives without one is dropped. `onClosed` comes once, when the link
	 * ended without `close()`: unplugged, or the other side hung up.
	 */
	listen(listener: SerialListener | undefined): void;

	/** Resolves when the operating system took the bytes. Rejects with ToolError `port-lost`. */
	write(bytes: Uint8Array): Promise<void>;

	/** Does nothing where a link has no speed. Rejects with ToolError `port-lost`. */
	setBaudRate(baudRate: number): Promise<void>;

	/** Does nothing where `hasSignals` is false. Rejects with ToolError `port-lost`. */
	setSignals(signals: SerialSignals): Promise<void>;

	/** May be called twice; rejects never. */
	close(): Promise<void>;
}

export interface SerialListener {
	onBytes(bytes: Uint8Array): void;
	onClosed(error: Error): void;
}

/** Opens the link that `port` names. Rejects with ToolError `port-missing`, `port-forbidden`, `port-busy`, `installation-incomplete`. */
export type OpenSerialLink = (
	port: string,
	options: { readonly baudRate: number; readonly signal: AbortSignal },
) => Promise<SerialLink>;
