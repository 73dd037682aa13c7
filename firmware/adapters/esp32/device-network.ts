import { toDeviceError } from "../../ports/errors.js";
import type { Network, NetworkSettings } from "../../ports/network.js";
import type { Timer } from "../../ports/timer.js";
import { pollWith } from "./poll.js";
import type { EthernetPort, Station } from "./station.js";
import { WifiNetworks } from "./wifi-networks.js";
import { connectWired } from "./wired-network.js";

/** Wi-Fi, or Ethernet where the bootstrap says so. It reconnects only when asked: the device's life decides when to try again. */
export class DeviceNetwork implements Network {
	readonly #port: EthernetPort;
	readonly #timer: Timer;
	readonly #wifi: WifiNetworks;
	/** Of tries; an earlier one is over when a later one began. */
	#count = 0;

	constructor(station: Station, port: EthernetPort, timer: Timer) {
		this.#port = port;
		this.#timer = timer;
		this.#wifi = new WifiNetworks(station);
	}

	async connect(settings: NetworkSettings): Promise<void> {
		this.#count += 1;
		const mine = this.#count;
		const poll = pollWith(this.#timer, () => mine !== this.#count);
		try {
			if (settings.ethernet) await connectWired(this.#port, settings, poll);
			else await this.#wifi.connect(settings, poll);
		} catch (thrown) {
			throw toDeviceError(thrown, "network-unreachable");
		}
	}

	close(): void {
		this.#count += 1;
		this.#wifi.close();
	}
}
