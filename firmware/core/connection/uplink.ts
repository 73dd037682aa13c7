import type { DevicePorts } from "../device-ports.js";
import type { Scope } from "../scope.js";
import type { DeviceSettings } from "../settings/settings.js";
import type { Timeouts } from "../timeouts.js";
import { Session } from "./session.js";

export interface UplinkOptions {
	readonly ports: DevicePorts;
	readonly timeouts: Timeouts;
	readonly settings: DeviceSettings;
	/** DER */
	readonly rootCa: Uint8Array;
	readonly scope: Scope;
	/** The clock was set. */
	readonly onSynchronized: () => void;
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
	#clockIsTrue = false;

	constructor(options: UplinkOptions) {
		this.#options = options;
	}

	/** Resolves with a network, and a clock that was set once. Rejects with the network's codes, `clock-unavailable`, `timeout`. */
	async ready(): Promise<void> {
		const { ports, timeouts, settings, scope, onSynchronized } = this.#options;
		const { clock, log } = ports.system;
		const connected = ports.link.network.connect(settings.network);
		await scope.within(connected, timeouts.networkMs, "the network");
		if (this.#clockIsTrue) return;
		log.write("info", "network.connected");
		await scope.within(clock.synchronize(settings.timeServers), timeouts.clockMs, "the time from SNTP");
		this.#clockIsTrue = true;
		onSynchronized();
	}

	/** A clock that went wrong looks like a server that cannot be trusted: it is set again before the next session. */
	distrustClock(): void {
		this.#clockIsTrue = false;
	}

	/** Resolves with a session owned by `scope`. Rejects with the codes of `Session.open`. */
	open({ certificate, privateKey }: Credential, clientId: string, scope: Scope): Promise<Session> {
		const { ports, timeouts, settings, rootCa } = this.#options;
		const { host, port } = settings;
		const { keepAliveSeconds } = timeouts;
		const options = { host, port, rootCa, certificate, privateKey, clientId, keepAliveSeconds };
		return Session.open(ports.link.mqtt, options, { scope, timeouts, text: ports.system.text });
	}
}
