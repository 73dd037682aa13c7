export interface WifiSettings {
	readonly ssid: string;
	readonly password: string;
}

export interface Network {
	/**
	 * Resolves when the device has an IP address; at once where the host owns the network. `wifi` is undefined when the
	 * bootstrap names none. Rejects with `network-unreachable`; may be called again. No deadline of its own.
	 */
	connect(wifi: WifiSettings | undefined): Promise<void>;

	/** Releases the network. May be called twice, throws nothing; a pending `connect` then rejects with `closed`. */
	close(): void;
}
