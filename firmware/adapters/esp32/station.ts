import type { StaticAddress, WifiNetwork } from "../../ports/network.js";

/** A Wi-Fi station or an Ethernet port, as it can be asked. What it is told takes effect later: poll. */
export interface LinkState {
	/** The network was joined; the cable is in. */
	readonly joined: boolean;
	/** There is an IP address. */
	readonly addressed: boolean;
}

export interface StationState extends LinkState {
	/** It is joining a network, has joined one, or is leaving it. */
	readonly busy: boolean;
	/** ESP-IDF's `wifi_err_reason_t` of the last end; 0: none since `join`. */
	readonly reason: number;
}

export interface Station {
	state(): StationState;
	/** Call it when not busy. Undefined address: DHCP. Throws what the radio says. */
	join(network: WifiNetwork, address: StaticAddress | undefined): void;
	/** Throws nothing; done when it is not busy any more. */
	leave(): void;
}

export interface EthernetPort {
	state(): LinkState;
	/** False where the board has no Ethernet. May be called again: the address stays what it was. Throws what the driver says. */
	start(address: StaticAddress | undefined): boolean;
}
