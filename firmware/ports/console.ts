/** What comes in on the device's serial line. What goes out on it is the log. */
export interface Console {
	/**
	 * Calls `onBytes` with what arrives, in order; the bytes are the callee's. An adapter must catch what it throws: on XS an exception in
	 * an I/O callback reboots the chip. Called once. What arrived before is dropped.
	 */
	listen(onBytes: (bytes: Uint8Array) => void): void;

	/** May be called twice; throws nothing; nothing is called afterwards. */
	close(): void;
}
