import type { DeviceParts } from "../device-parts.js";
import type { Scope } from "../scope.js";
import type { DeviceSettings } from "../settings/settings.js";
import { Session } from "./session.js";

/** Where to connect to, and by what. */
export interface UplinkOptions {
	readonly device: Pick<DeviceParts, "ports" | "timeouts">;
	readonly settings: DeviceSettings;
	/** DER */
	readonly rootCa: Uint8Array;
}

/** Whom a session is opened as. */
export interface Credential {
	/** DER */
	readonly certificate: Uint8Array;
	/** PKCS#8 DER */
	readonly privateKey: Uint8Array;
}

/** The way from the device to AWS IoT: network, true time, then one MQTT session at a time. */
export class Uplink {
	readonly #options: UplinkOptions;
	readonly #scope: Scope;
	readonly #onSynchronized: () => void;
	#clockIsTrue = false;

	/** `scope` owns sessions; `onSynchronized` is called when the clock was set. */
	constructor(options: UplinkOptions, scope: Scope, onSynchronized: () => void) {
		this.#options = options;
		this.#scope = scope;
		this.#onSynchronized = onSynchronized;
	}

	/** Resolves with a network, and a clock that was set once. Rejects with the network's codes, `clock-unavailable`, `timeout`. */
	async ready(): Promise<void> {
		const { device, settings } = this.#options;
		const { ports, timeouts } = device;
		const scope = this.#scope;
		const { clock, log } = ports.system;
		const connected = ports.link.network.connect(settings.network);
		await scope.within(connected, timeouts.networkMs, "the network");
		if (this.#clockIsTrue) return;
		log.write("info", "network.connected");
		await scope.within(clock.synchronize(settings.timeServers), timeouts.clockMs, "the time from SNTP");
		this.#clockIsTrue = true;
		this.#onSynchronized();
	}

	/** A clock that went wrong looks like a server that cannot be trusted: it is set again before the next session. */
	distrustClock(): void {
		this.#clockIsTrue = false;
	}

	/** Resolves with a session. Rejects with the codes of `Session.open`. */
	open({ certificate, privateKey }: Credential, clientId: string): Promise<Session> {
		const { device, settings, rootCa } = this.#options;
		const { ports, timeouts } = device;
		const { host, port } = settings;
		const { keepAliveSeconds } = timeouts;
		const options = { host, port, rootCa, certificate, privateKey, clientId, keepAliveSeconds };
		return Session.open(ports.link.mqtt, options, { scope: this.#scope, timeouts, text: ports.system.text });
	}
}
