import type { Station, StationState } from "../../../../firmware/adapters/esp32/station.js";
import type { StaticAddress, WifiNetwork } from "../../../../firmware/ports/network.js";
import type { Timer } from "../../../../firmware/ports/timer.js";

/** What an access point does to a station. `reason`: ends the try after `afterMs`; `silent`: joined, and no address. */
export type AccessPoint = { readonly reason: number; readonly afterMs: number } | "good" | "silent" | "mute";

const idle: StationState = Object.freeze({ busy: false, joined: false, addressed: false, reason: 0 });

/** A radio as slow as a real one: leaving takes 100 ms, joining a second, DHCP another. Joining while busy is an error. */
export class FakeStation implements Station {
	/** SSIDs in the order they were tried. */
	readonly tried: string[] = [];
	readonly addresses: (StaticAddress | undefined)[] = [];
	readonly #points: Map<string, AccessPoint>;
	readonly #timer: Timer;
	#state = idle;
	#cancel: () => void = () => {};

	constructor(timer: Timer, points: Record<string, AccessPoint>) {
		this.#timer = timer;
		this.#points = new Map(Object.entries(points));
	}

	state(): StationState {
		return this.#state;
	}

	join({ ssid }: WifiNetwork, address: StaticAddress | undefined): void {
		if (this.#state.busy) throw new Error("ESP_ERR_WIFI_STATE");
		this.tried.push(ssid);
		this.addresses.push(address);
		this.#state = { ...idle, busy: true };
		const point = this.#points.get(ssid) ?? { reason: 201, afterMs: 2500 };
		if (point === "mute") return;
		if (typeof point === "object") this.#later(point.afterMs, () => this.drop(point.reason));
		else this.#later(1000, () => this.#joined(point === "good"));
	}

	leave(): void {
		this.#cancel();
		if (this.#state.busy) this.#later(100, () => this.drop(8));
	}

	/** The connection ends. */
	drop(reason: number): void {
		this.#cancel();
		this.#state = { ...idle, reason };
	}

	#joined(hasAddress: boolean): void {
		this.#state = { ...this.#state, joined: true };
		if (hasAddress) this.#later(1000, () => this.#address());
	}

	#address(): void {
		this.#state = { ...this.#state, addressed: true };
	}

	#later(milliseconds: number, action: () => void): void {
		this.#cancel = this.#timer.after(milliseconds, action);
	}
}
