import { DeviceError, toDeviceError } from "../../ports/errors.js";
import { claimActivities, thingActivities } from "../activities/activities.js";
import { Proof } from "../activities/proof.js";
import { runActivities } from "../activities/run-activities.js";
import type { Claim } from "../bootstrap.js";
import { Uplink } from "../connection/uplink.js";
import { deferred } from "../deferred.js";
import type { DeviceParts } from "../device-parts.js";
import { claimInTime, secondsLeft } from "../provisioning/claim-in-time.js";
import { Scope } from "../scope.js";
import type { DeviceSettings } from "../settings/settings.js";
import { Sampler } from "../telemetry/sampler.js";
import { backoffDelay } from "./backoff.js";
import { keepClock } from "./clock-keeper.js";
import type { DeviceState } from "./device-state.js";
import { isFinal } from "./retry-policy.js";

export interface DeviceRunOptions {
	readonly device: DeviceParts;
	readonly settings: DeviceSettings;
	/** DER */
	readonly rootCa: Uint8Array;
	/** What the device does with a new state. */
	readonly enter: (state: DeviceState) => void;
	/** The device got on, besides entering states. */
	readonly onProgress: () => void;
}

/** What a device does with one bootstrap: connects and runs its activities, again and again, until it is ended or no retry can mend it. */
export class DeviceRun {
	readonly #options: DeviceRunOptions;
	readonly #scope: Scope;
	readonly #uplink: Uplink;
	readonly #sampler: Sampler;
	/** Failed tries since the device was last online. */
	#attempt = 0;
	#online = false;

	constructor(options: DeviceRunOptions) {
		const { device, settings, onProgress } = options;
		const { ports, timeouts, readings } = device;
		const { clock, log, timer } = ports.system;
		const { intervalMs, queueLimit, sensor } = settings.telemetry;
		this.#options = options;
		this.#scope = new Scope(timer);
		const scope = this.#scope;
		readings.queueLimit = queueLimit;
		const openThermometer = () => ports.hardware.openThermometer(sensor);
		this.#sampler = new Sampler({ intervalMs, readings, openThermometer, onProgress, clock, log, scope, timeouts });
		this.#uplink = new Uplink(options, scope, () => this.#clockWasSet());
	}

	/** Resolves after `end`, rejects with what no retry can mend. Call it once. */
	async run(): Promise<void> {
		const broken = deferred<never>();
		this.#sampler.run().catch((thrown: unknown) => {
			if (!this.#scope.closed) broken.reject(thrown);
		});
		this.#keepClock();
		try {
			await Promise.race([this.#tryAgainAndAgain(), broken.promise]);
		} finally {
			this.end();
		}
	}

	/** Closes all that this run has opened. May be called twice. */
	end(): void {
		this.#scope.close();
	}

	#keepClock(): void {
		const { device, settings } = this.#options;
		void keepClock({
			clock: device.ports.system.clock,
			servers: settings.timeServers,
			scope: this.#scope,
			timeouts: device.timeouts,
			isOnline: () => this.#online,
			onSynchronized: () => this.#tellTime(),
		});
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
		const { device, enter } = this.#options;
		this.#online = false;
		enter("connecting");
		await this.#uplink.ready();
		if (!device.store.credential) {
			enter("provisioning");
			await this.#provision();
		}
		enter("verifying");
		await this.#live();
	}

	async #provision(): Promise<void> {
		const { device, settings } = this.#options;
		const { log } = device.ports.system;
		const { clientId } = settings;
		const claim = await this.#claimAndKey();
		const session = await this.#uplink.open(claim, clientId);
		try {
			log.write("info", "claim.connected", { clientId });
			await runActivities(claimActivities, { device, settings, session, proof: new Proof(() => {}) });
		} finally {
			session.close();
		}
	}

	/** A key of the device's own is made before the connection, which must not wait for it in silence. */
	async #claimAndKey(): Promise<Claim> {
		const { device, settings } = this.#options;
		const { store, ownKey, ports, timeouts } = device;
		const { clock } = ports.system;
		const claim = claimInTime(store, clock);
		if (settings.keyOrigin !== "device" || store.candidate) return claim;
		await this.#scope.within(ownKey.get(), timeouts.keyMs, "a key of the device's own");
		return claimInTime(store, clock);
	}

	/** On a connection of the device's own, for as long as it lasts. */
	async #live(): Promise<void> {
		const { device, settings, onProgress } = this.#options;
		const credential = device.store.credential;
		if (!credential) throw new DeviceError("internal", "No identity to connect with");
		const { thingName } = credential;
		const session = await this.#uplink.open(credential, thingName);
		try {
			device.ports.system.log.write("info", "identity.connected", { thingName });
			const proof = new Proof(() => this.#proved());
			const sampler = this.#sampler;
			await runActivities(thingActivities, { device, settings, session, thingName, sampler, proof, onProgress });
		} finally {
			session.close();
		}
	}

	/** Only now the claim may go. */
	#proved(): void {
		const { device, enter } = this.#options;
		const { store, status, ports } = device;
		if (!store.current) {
			const { log } = ports.system;
			const { thingName, certificateId } = store.commit();
			if (store.finishErasure(log)) log.write("info", "claim.erased");
			log.write("info", "provisioned", { thingName, certificateId, milliseconds: status.milliseconds });
		}
		this.#attempt = 0;
		this.#online = true;
		enter("online");
	}

	/** Waits before the next try; throws what no retry can mend. */
	async #recover(error: DeviceError): Promise<void> {
		if (this.#scope.closed) return;
		const { code, message } = error;
		const { device, enter } = this.#options;
		const { ports, timeouts, store, status } = device;
		const { log, random } = ports.system;
		status.lastError = error;
		if (isFinal(code)) throw error;
		if (code === "server-untrusted") this.#uplink.distrustClock();
		this.#attempt += 1;
		const backoff = store.current ? timeouts.backoff : timeouts.provisioningBackoff;
		const delayMs = backoffDelay(backoff, this.#attempt, random);
		log.write("warning", "retry", { code, message, attempt: this.#attempt, delayMs });
		enter("backing-off");
		// Rejects only when this run ends, which ends the loop as well.
		await this.#scope.sleep(delayMs).catch(() => {});
	}

	#clockWasSet(): void {
		const { readings, store, ports } = this.#options.device;
		const { clock, log } = ports.system;
		readings.synchronized();
		this.#tellTime();
		const { claim } = store;
		if (claim) log.write("info", "claim.found", { secondsLeft: secondsLeft(claim, clock) });
	}

	#tellTime(): void {
		const { clock, log } = this.#options.device.ports.system;
		log.write("info", "clock.synchronized", { time: new Date(clock.now()).toISOString() });
	}
}
