/** A Wi-Fi network the device may join. */
export interface WifiNetwork {
	/** 1 to 32 bytes of UTF-8 (IEEE 802.11). */
	readonly ssid: string;
	/** Empty for an open network; otherwise 8 to 63 bytes, or the 64 hex digits of the key itself (WPA2). */
	readonly password: string;
	/** The network does not send its name in beacons: it is asked for by name, without a scan. */
	readonly hidden: boolean;
}

/** Instead of DHCP; dotted decimal IPv4 addresses. */
export interface StaticAddress {
	readonly address: string;
	/** e.g. 255.255.255.0 */
	readonly netmask: string;
	readonly gateway: string;
	readonly dns: string;
}

export interface NetworkSettings {
	/** Tried in this order; at most 8. */
	readonly wifi: readonly WifiNetwork[];
	/** Use the board's wired Ethernet instead of Wi-Fi. */
	readonly ethernet: boolean;
	/** Undefined: DHCP. */
	readonly address: StaticAddress | undefined;
}

export interface Network {
	/**
	 * Resolves when the device has an IP address; at once where the host owns the network. Rejects with `network-missing` (no such
	 * network in reach), `network-refused` (it refused the password), `address-missing` (joined, but no address), `network-unreachable`
	 * (anything else); with several networks the code is that of the one that came furthest. May be called again; it resolves at once
	 * while the address is kept. No deadline of its own.
	 */
	connect(settings: NetworkSettings): Promise<void>;

	/** Releases the network. May be called twice, throws nothing; a pending `connect` then rejects with `closed`. */
	close(): void;
}
