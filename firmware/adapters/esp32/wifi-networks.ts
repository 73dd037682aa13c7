import { DeviceError, toDeviceError } from "../../ports/errors.js";
import type { NetworkSettings, WifiNetwork } from "../../ports/network.js";
import type { Poll } from "./poll.js";
import type { Station } from "./station.js";
import { wifiError } from "./wifi-reasons.js";

/** Scanning all channels takes 2 to 4 s, WPA2 a second, and a wrong password about 10 until it is found out. */
const joinMs = 12_000;
/** DHCP: discover, offer, request, acknowledgement, with two repetitions (RFC 2131 section 4.1). */
const addressMs = 12_000;
const leaveMs = 2_000;

/** How far a try came: of several networks, the error of the one that came furthest tells most. */
const furthest: readonly string[] = Object.freeze([
	"network-missing",
	"network-unreachable",
	"network-refused",
	"address-missing",
] as const);

/** The networks of the bootstrap one after the other, until one gives an address. */
export class WifiNetworks {
	readonly #station: Station;
	#settings: NetworkSettings | undefined;
	/** Index of the network to begin with: the one that worked last, or the one after a try that was given up. */
	#next = 0;

	constructor(station: Station) {
		this.#station = station;
	}

	/** As `Network.connect`. `poll` rejects when this try is over. */
	async connect(settings: NetworkSettings, poll: Poll): Promise<void> {
		const { wifi } = settings;
		if (wifi.length === 0) throw new DeviceError("network-missing", "The bootstrap names no Wi-Fi network");
		if (settings === this.#settings && this.#station.state().addressed) return;
		if (settings !== this.#settings) this.#next = 0;
		this.#settings = settings;
		let worst: DeviceError | undefined;
		for (const _ of wifi) {
			const index = this.#next % wifi.length;
			this.#next = index + 1;
			const error = await this.#try(wifi[index] as WifiNetwork, settings, poll);
			if (error === undefined) {
				this.#next = index;
				return;
			}
			if (worst === undefined || rank(error) > rank(worst)) worst = error;
		}
		this.#next = 0;
		throw worst;
	}

	/** Leaves whatever was joined. Throws nothing. */
	close(): void {
		this.#settings = undefined;
		this.#station.leave();
	}

	/** Undefined when there is an address; rejects only with what `poll` rejects with. */
	async #try(network: WifiNetwork, { address }: NetworkSettings, poll: Poll): Promise<DeviceError | undefined> {
		const { ssid } = network;
		const station = this.#station;
		station.leave();
		await poll(() => !station.state().busy, leaveMs);
		try {
			station.join(network, address);
		} catch (thrown) {
			return toDeviceError(thrown, "network-unreachable");
		}
		const joined = await poll(() => station.state().joined || !station.state().busy, joinMs);
		if (joined && station.state().busy) {
			await poll(() => station.state().addressed || !station.state().busy, addressMs);
		}
		const { busy, addressed, reason } = station.state();
		if (addressed) return undefined;
		if (!busy) return wifiError(ssid, reason);
		station.leave();
		if (!joined) return new DeviceError("network-unreachable", `Wi-Fi "${ssid}" was not joined in ${joinMs / 1000} s`);
		return new DeviceError("address-missing", `Wi-Fi "${ssid}" gave no address in ${addressMs / 1000} s`);
	}
}

function rank({ code }: DeviceError): number {
	return furthest.indexOf(code);
}
