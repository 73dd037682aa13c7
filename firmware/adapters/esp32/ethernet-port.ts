import type { StaticAddress } from "../../ports/network.js";
import type { EthernetPort, LinkState } from "./station.js";

/** The board's Ethernet, through esp32-ethernet.c. */
export class ChipEthernet implements EthernetPort {
	state(): LinkState {
		const bits = ethernetState();
		return { joined: (bits & 2) !== 0, addressed: (bits & 4) !== 0 };
	}

	start(address: StaticAddress | undefined): boolean {
		if (address === undefined) return ethernetStart();
		return ethernetStart(address.address, address.netmask, address.gateway, address.dns);
	}
}

function ethernetStart(this: unknown, ...address: string[]): boolean {
	return native("xs_thingsmith_ethernet_start").call(this, ...address) as boolean;
}

function ethernetState(this: unknown): number {
	return native("xs_thingsmith_ethernet_state").call(this) as number;
}
