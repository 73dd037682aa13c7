import { DeviceError, type ErrorCode, toDeviceError } from "../../ports/errors.js";
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
import { CandidateTrial } from "./candidate-trial.js";
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
	readonly #trial: CandidateTrial;
	/** Failed tries since the last good connection. */
	#attempt = 0;
	/** `clock.ticks()` since when the device is online. */
	#onlineSince: number | undefined;

	constructor(options: DeviceRunOptions) {
		const { device, settings, onProgress } = options;
		const { ports, timeouts, readings } = device;
		const { clock, log, timer } = ports.system;
		const { intervalMs, queueLimit, sensor } = settings.telemetry;
		this.#options = options;
		this.#scope = new Scope(timer);
		const scope = this.#scope;
		this.#trial = new CandidateTrial(clock, timeouts);
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
			isOnline: () => this.#onlineSince !== undefined,
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
		this.#onlineSince = undefined;
		enter("connecting");
		await this.#uplink.ready();
		if (!device.store.credential || this.#startsOver()) {
			enter("provisioning");
			await this.#provision();
		}
		enter("verifying");
		await this.#live();
	}

	/** The candidate was refused for so long that another identity is asked for now. It stays until that one is proved. */
	#startsOver(): boolean {
		const { store, ports } = this.#options.device;
		const { credential } = store;
		const refusals = this.#trial.startOver(store);
		if (!credential || refusals === undefined) return false;
		const { thingName, certificateId } = credential;
		ports.system.log.write("warning", "identity.refused", { thingName, certificateId, refusals });
		return true;
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
			// In the place of another, which is kept until this one is proved.
			if (device.store.previous) this.#trial.settle();
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
		if (settings.keyOrigin !== "device" || store.pendingToken !== undefined) return claim;
		await this.#scope.within(ownKey.get(), timeouts.keyMs, "a key of the device's own");
		return claimInTime(store, clock);
	}

	/** On a connection of the device's own, for as long as it lasts. */
	async #live(): Promise<void> {
		const { device, settings, onProgress } = this.#options;
		const credential = device.store.credential;
		if (!credential) throw new DeviceError("internal", "No identity to connect with");
		const { thingName } = credential;
		this.#trial.connecting();
		const session = await this.#uplink.open(credential, thingName);
		try {
			this.#trial.connected();
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
			this.#attempt = 0;
		}
		this.#onlineSince = ports.system.clock.ticks();
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
		if (!this.#goesOn(code)) throw error;
		if (this.#wasSteady) this.#attempt = 0;
		if (code === "server-untrusted") this.#uplink.distrustClock();
		this.#attempt += 1;
		const backoff = store.current ? timeouts.backoff : timeouts.provisioningBackoff;
		const delayMs = backoffDelay(backoff, this.#attempt, random);
		log.write("warning", "retry", { code, message, attempt: this.#attempt, delayMs });
		enter("backing-off");
		// Rejects only when this run ends, which ends the loop as well.
		await this.#scope.sleep(delayMs).catch(() => {});
	}

	/** Whether another try may mend `code`. Where it ended a try at another identity, the refused one may yet come to be accepted. */
	#goesOn(code: ErrorCode): boolean {
		const wasStartingOver = this.#trial.failed(code);
		if (!isFinal(code)) return true;
		if (!this.#options.device.store.takeBackCandidate() && !wasStartingOver) return false;
		this.#trial.settle();
		return true;
	}

	/** An activity that AWS ends the connection for, each time, shall not have one a second. */
	get #wasSteady(): boolean {
		const { ports, timeouts } = this.#options.device;
		const since = this.#onlineSince;
		return since !== undefined && ports.system.clock.ticks() - since >= timeouts.steadyMs;
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
