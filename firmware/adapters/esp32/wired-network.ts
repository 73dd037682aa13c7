import { DeviceError } from "../../ports/errors.js";
import type { NetworkSettings } from "../../ports/network.js";
import type { Poll } from "./poll.js";
import type { EthernetPort } from "./station.js";

/** Negotiating speed with the switch takes up to 4 s. */
const linkMs = 8_000;
const addressMs = 15_000;

/** Waits for cable and address. As `Network.connect`; `poll` rejects when this try is over. */
export async function connectWired(port: EthernetPort, { address }: NetworkSettings, poll: Poll): Promise<void> {
	if (!port.start(address)) {
		throw new DeviceError(
			"network-missing",
			"This board has no Ethernet: set ethernet to false, or build for the board",
		);
	}
	if (!(await poll(() => port.state().joined, linkMs))) {
		throw new DeviceError("network-missing", "Ethernet has no link: is the cable plugged in?");
	}
	if (!(await poll(() => port.state().addressed, addressMs))) {
		throw new DeviceError("address-missing", `Ethernet gave no address in ${addressMs / 1000} s`);
	}
}
