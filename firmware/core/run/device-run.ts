import { DeviceError, toDeviceError } from "../../ports/errors.js";
import type { Claim } from "../bootstrap.js";
import { Session } from "../connection/session.js";
import { deferred } from "../deferred.js";
import type { DevicePorts } from "../device-ports.js";
import { finishErasure } from "../identity/finish-erasure.js";
import type { IdentityStore } from "../identity/identity-store.js";
import type { BootStatus } from "../indicators/boot-status.js";
import type { OwnKey } from "../keys/own-key.js";
import { provision } from "../provisioning/provision.js";
import { Scope } from "../scope.js";
import type { DeviceSettings } from "../settings/settings.js";
import { readingTopic } from "../telemetry/reading.js";
import type { Readings } from "../telemetry/readings.js";
import { report } from "../telemetry/report.js";
import { Sampler } from "../telemetry/sampler.js";
import type { Timeouts } from "../timeouts.js";
import { backoffDelay } from "./backoff.js";
import { keepClock } from "./clock-keeper.js";
import type { DeviceState } from "./device-state.js";
import { isFinal } from "./retry-policy.js";

export interface DeviceRunOptions {
	readonly ports: DevicePorts;
	readonly timeouts: Timeouts;
	readonly settings: DeviceSettings;
	readonly rootCa: Uint8Array;
	readonly store: IdentityStore;
	readonly ownKey: OwnKey;
	readonly readings: Readings;
	readonly status: BootStatus;
	/** What the device does with a new state. */
	readonly enter: (state: DeviceState) => void;
	/** The device got on, besides entering states. */
	readonly onProgress: () => void;
}

/** What a device does with one bootstrap: from network to telemetry, again and again, until it is ended or no retry can mend it. */
export class DeviceRun {
	readonly #options: DeviceRunOptions;
	readonly #scope: Scope;
	readonly #sampler: Sampler;
	/** Failed tries since the device was last online. */
	#attempt = 0;
	#clockIsTrue = false;
	#online = false;

	constructor(options: DeviceRunOptions) {
		this.#options = options;
		const { ports, settings, timeouts, readings, onProgress } = options;
		const { clock, log } = ports;
		const { intervalMs, queueLimit, sensor } = settings.telemetry;
		this.#scope = new Scope(ports.timer);
		const openThermometer = () => ports.openThermometer(sensor);
		const common = { clock, log, scope: this.#scope, timeouts };
		readings.queueLimit = queueLimit;
		this.#sampler = new Sampler({ intervalMs, readings, openThermometer, onProgress, ...common });
	}

	/** Resolves after `end`, rejects with what no retry can mend. Call it once. */
	async run(): Promise<void> {
		const broken = deferred<never>();
		this.#sampler.run().catch((thrown: unknown) => {
			if (!this.#scope.closed) broken.reject(thrown);
		});
		const { ports, timeouts, settings } = this.#options;
		void keepClock({
			...{ clock: ports.clock, servers: settings.timeServers, scope: this.#scope, timeouts },
			isOnline: () => this.#online,
			onSynchronized: () => this.#tellTime(),
		});
		try {
			await Promise.race([this.#tryAgainAndAgain(), broken.promise]);
		} finally {
			this.end();
		}
	}

	/** Closes all that this life has opened. May be called twice. */
	end(): void {
		this.#scope.close();
	}

	async #tryAgainAndAgain(): Promise<void> {
		while (!this.#scope.closed) {
			try {
				await this.#try();
			} catch (thrown) {
				await this.#recover(toDeviceError(thrown));
			}
		}
	}

	/** One try at the whole way from network to telemetry; ends only by rejecting. */
	async #try(): Promise<void> {
		const { store, enter } = this.#options;
		this.#online = false;
		enter("connecting");
		await this.#connect();
		if (!store.ownCredential) {
			enter("provisioning");
			await this.#provision();
		}
		enter("verifying");
		await this.#report();
	}

	async #connect(): Promise<void> {
		const { ports, timeouts, settings, store } = this.#options;
		const { network, clock, log } = ports;
		await this.#scope.within(network.connect(settings.network), timeouts.networkMs, "the network");
		if (this.#clockIsTrue) return;
		log.write("info", "network.connected");
		const synchronized = clock.synchronize(settings.timeServers);
		await this.#scope.within(synchronized, timeouts.clockMs, "the time from SNTP");
		this.#clockIsTrue = true;
		this.#options.readings.synchronized();
		this.#tellTime();
		if (store.claim) log.write("info", "claim.found", { secondsLeft: this.#secondsLeft(store.claim.expiresAt) });
	}

	#tellTime(): void {
		const { clock, log } = this.#options.ports;
		log.write("info", "clock.synchronized", { time: new Date(clock.now()).toISOString() });
	}

	async #provision(): Promise<void> {
		const { ports, timeouts, settings, store, ownKey } = this.#options;
		const { text, log } = ports;
		let claim = this.#checkedClaim();
		if (settings.keyOrigin === "device" && !store.staged) {
			// Before the connection, which must not wait for it in silence.
			await this.#scope.within(ownKey.get(), timeouts.keyMs, "a key of the device's own");
			claim = this.#checkedClaim();
		}
		const session = await this.#open(claim, settings.clientId);
		try {
			log.write("info", "claim.connected", { clientId: settings.clientId });
			const keyMaker = { makeKey: () => this.#scope.within(ownKey.get(), timeouts.keyMs, "a key") };
			await provision({ settings, store, session, keyMaker, text, log });
		} finally {
			session.close();
		}
	}

	/** The claim, as long as it is good. Throws `claim-missing`, `claim-expired`. */
	#checkedClaim(): Claim {
		const { claim } = this.#options.store;
		if (!claim) throw new DeviceError("claim-missing", "The flash holds no claim; make one and flash it");
		const secondsLeft = this.#secondsLeft(claim.expiresAt);
		if (claim.expiresAt !== undefined && secondsLeft <= 0) {
			throw new DeviceError("claim-expired", `The claim expired ${-secondsLeft} s ago; make a new one and flash it`);
		}
		return claim;
	}

	async #report(): Promise<void> {
		const { ports, settings, store } = this.#options;
		const { text, log } = ports;
		const credential = store.ownCredential;
		if (!credential) throw new DeviceError("internal", "No identity to report with");
		const { thingName } = credential;
		const session = await this.#open(credential, thingName);
		try {
			log.write("info", "identity.connected", { thingName });
			const { telemetry } = settings;
			const sampler = this.#sampler;
			// Without a sensor there will be no reading to prove the identity.
			if (sampler.failing && (await this.#publishStatus(session, thingName))) this.#prove();
			const onAcknowledged = () => this.#acknowledged(session, thingName);
			await report({ session, sampler, telemetry, thingName, text, log, onAcknowledged });
		} finally {
			session.close();
		}
	}

	async #acknowledged(session: Session, thingName: string): Promise<void> {
		this.#options.onProgress();
		if (this.#online) return;
		this.#prove();
		await this.#publishStatus(session, thingName);
	}

	/** Once after each start; false when it was published before, or is not to be. */
	async #publishStatus(session: Session, thingName: string): Promise<boolean> {
		const { settings, status, ports } = this.#options;
		const { statusTopic } = settings.telemetry;
		const report = statusTopic === "" ? undefined : status.take();
		if (report === undefined) return false;
		await session.publish(readingTopic(statusTopic, thingName), ports.text.encode(report));
		ports.log.write("info", "status.published", { thingName });
		return true;
	}

	/** An acknowledged reading proves the identity: only now the claim may go. */
	#prove(): void {
		const { ports, store, status, enter } = this.#options;
		if (!store.identity) {
			const { log } = ports;
			const { thingName, certificateId } = store.commit();
			if (finishErasure(store, log)) log.write("info", "claim.erased");
			log.write("info", "provisioned", { thingName, certificateId, milliseconds: status.milliseconds });
		}
		this.#attempt = 0;
		this.#online = true;
		enter("online");
	}

	#open(
		{ certificate, privateKey }: { readonly certificate: Uint8Array; readonly privateKey: Uint8Array },
		clientId: string,
	): Promise<Session> {
		const { ports, timeouts, settings, rootCa } = this.#options;
		const { host, port } = settings;
		const { keepAliveSeconds } = timeouts;
		const options = { host, port, rootCa, certificate, privateKey, clientId, keepAliveSeconds };
		return Session.open(ports.mqtt, options, this.#scope, timeouts);
	}

	/** Waits before the next try; throws what no retry can mend. */
	async #recover(error: DeviceError): Promise<void> {
		if (this.#scope.closed) return;
		const { code, message } = error;
		this.#options.status.lastError = error;
		if (isFinal(code)) throw error;
		// A clock that went wrong looks like a server that cannot be trusted.
		if (code === "server-untrusted") this.#clockIsTrue = false;
		this.#attempt += 1;
		const { ports, timeouts, store, enter } = this.#options;
		const backoff = store.identity ? timeouts.backoff : timeouts.provisioningBackoff;
		const delayMs = backoffDelay(backoff, this.#attempt, ports.random);
		ports.log.write("warning", "retry", { code, message, attempt: this.#attempt, delayMs });
		enter("backing-off");
		// Rejects only when this life ends, which ends the loop as well.
		await this.#scope.sleep(delayMs).catch(() => {});
	}

	/** Whole seconds until `expiresAt`, rounded down; -1 without an expiry. */
	#secondsLeft(expiresAt: number | undefined): number {
		return expiresAt === undefined ? -1 : Math.floor((expiresAt - this.#options.ports.clock.now()) / 1000);
	}
}
