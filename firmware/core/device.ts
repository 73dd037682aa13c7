import type { Clock } from "../ports/clock.js";
import type { Flash } from "../ports/flash.js";
import type { KeyMaker } from "../ports/key-maker.js";
import type { Log } from "../ports/log.js";
import type { MqttClient } from "../ports/mqtt-client.js";
import type { Network } from "../ports/network.js";
import type { Random } from "../ports/random.js";
import type { TextCodec } from "../ports/text-codec.js";
import type { Thermometer } from "../ports/thermometer.js";
import type { Timer } from "../ports/timer.js";
import { backoffDelay } from "./backoff.js";
import { DeviceError, toDeviceError } from "./errors.js";
import { IdentityStore } from "./identity/identity-store.js";
import { type DeviceState, transition } from "./lifecycle.js";
import { Lifetime } from "./lifetime.js";
import { Session } from "./mqtt/session.js";
import { provision } from "./provisioning/provision.js";
import { isFinal } from "./retry-policy.js";
import type { DeviceSettings } from "./settings.js";
import { report } from "./telemetry/report.js";
import { Sampler } from "./telemetry/sampler.js";
import { defaultTimeouts, type Timeouts } from "./timeouts.js";

export interface DevicePorts {
	readonly clock: Clock;
	readonly timer: Timer;
	readonly random: Random;
	readonly log: Log;
	readonly text: TextCodec;
	readonly flash: Flash;
	readonly mqtt: MqttClient;
	readonly network: Network;
	readonly keyMaker: KeyMaker;
	/** The sensor of that name. Throws DeviceError `sensor-unknown` where the platform has none, `sensor-failed` when it does not answer. */
	readonly openThermometer: (sensor: string) => Thermometer;
}

/** What a started device works with once its flash was read. */
interface Equipment {
	readonly settings: DeviceSettings;
	readonly rootCa: Uint8Array;
	readonly store: IdentityStore;
	readonly sampler: Sampler;
}

/** A device's life from power-on: goes on from what the flash holds, provisions itself, reports, and never gives up what it has. */
export class Device {
	readonly #ports: DevicePorts;
	readonly #timeouts: Timeouts;
	readonly #lifetime: Lifetime;
	#state: DeviceState = "unclaimed";
	#running: Promise<void> | undefined;
	#startedAt = 0;
	/** Failed tries since the device was last online. */
	#attempt = 0;
	#clockIsTrue = false;

	constructor(ports: DevicePorts, timeouts: Timeouts = defaultTimeouts) {
		this.#ports = ports;
		this.#timeouts = timeouts;
		this.#lifetime = new Lifetime(ports.timer);
	}

	get state(): DeviceState {
		return this.#state;
	}

	/** Boots. Returns at once; what happens is in the log. Call it once. */
	start(): void {
		if (this.#running) throw new DeviceError("internal", "The device was started already");
		this.#startedAt = this.#ports.clock.ticks();
		this.#running = this.#live().catch((thrown: unknown) => this.#fail(toDeviceError(thrown)));
	}

	/** Ends the device's life and closes its ports; resolves when nothing is left running. May be called twice. */
	async stop(): Promise<void> {
		this.#lifetime.close();
		await this.#running;
		this.#ports.network.close();
		this.#ports.flash.close();
	}

	async #live(): Promise<void> {
		const equipment = this.#equip();
		if (!equipment) return;
		equipment.sampler.run().catch((thrown: unknown) => this.#fail(toDeviceError(thrown)));
		while (!this.#lifetime.closed) {
			try {
				await this.#try(equipment);
			} catch (thrown) {
				await this.#recover(toDeviceError(thrown), equipment);
			}
		}
	}

	/** Reads the flash. Undefined when there is nothing to live on, which has been reported. */
	#equip(): Equipment | undefined {
		const { clock, log, flash, text } = this.#ports;
		const store = new IdentityStore(flash, text);
		this.#finishErasure(store);
		const { settings, rootCa, claim } = store;
		const { ownCredential } = store;
		if (!settings || !rootCa || !(ownCredential ?? claim)) {
			const message = "The flash holds no claim and no identity; make a claim and flash it";
			log.write("error", "failed", { code: "claim-missing", message });
			return undefined;
		}
		if (!ownCredential) this.#enter("claimed");
		const { intervalMs, queueLimit, sensor } = settings.telemetry;
		const openThermometer = () => this.#ports.openThermometer(sensor);
		const common = { clock, log, lifetime: this.#lifetime, timeouts: this.#timeouts };
		return { settings, rootCa, store, sampler: new Sampler({ intervalMs, queueLimit, openThermometer, ...common }) };
	}

	/** Returns false when something of the claim may still be in flash, which has been reported. */
	#finishErasure(store: IdentityStore): boolean {
		try {
			store.finishErasure();
			return true;
		} catch (thrown) {
			// The identity works all the same, and the next start tries again.
			const { code, message } = toDeviceError(thrown);
			this.#ports.log.write("warning", "erasure.pending", { code, message });
			return false;
		}
	}

	/** One try at the whole way from network to telemetry; ends only by rejecting. */
	async #try(equipment: Equipment): Promise<void> {
		this.#enter("connecting");
		await this.#connect(equipment);
		const { store } = equipment;
		if (!store.ownCredential) {
			this.#enter("provisioning");
			await this.#provision(equipment);
		}
		this.#enter("verifying");
		await this.#report(equipment);
	}

	async #connect({ settings, store }: Equipment): Promise<void> {
		const { network, clock, log } = this.#ports;
		const { networkMs, clockMs } = this.#timeouts;
		await this.#lifetime.within(network.connect(settings.wifi), networkMs, "the network");
		if (this.#clockIsTrue) return;
		log.write("info", "network.connected");
		await this.#lifetime.within(clock.synchronize(), clockMs, "the time from SNTP");
		this.#clockIsTrue = true;
		log.write("info", "clock.synchronized", { time: new Date(clock.now()).toISOString() });
		if (store.claim) log.write("info", "claim.found", { secondsLeft: this.#secondsLeft(store.claim.expiresAt) });
	}

	async #provision(equipment: Equipment): Promise<void> {
		const { settings, store } = equipment;
		const { text, log } = this.#ports;
		const lifetime = this.#lifetime;
		const keyMaker = { makeKey: () => lifetime.within(this.#ports.keyMaker.makeKey(), this.#timeouts.keyMs, "a key") };
		const claim = store.claim;
		if (!claim) throw new DeviceError("claim-missing", "The flash holds no claim; make one and flash it");
		const secondsLeft = this.#secondsLeft(claim.expiresAt);
		if (claim.expiresAt !== undefined && secondsLeft <= 0) {
			throw new DeviceError("claim-expired", `The claim expired ${-secondsLeft} s ago; make a new one and flash it`);
		}
		const session = await this.#open(equipment, claim, settings.clientId);
		try {
			log.write("info", "claim.connected", { clientId: settings.clientId });
			await provision({ settings, store, session, keyMaker, text, log });
		} finally {
			session.close();
		}
	}

	async #report(equipment: Equipment): Promise<void> {
		const { store, settings, sampler } = equipment;
		const { text, log, clock } = this.#ports;
		const credential = store.ownCredential;
		if (!credential) throw new DeviceError("internal", "No identity to report with");
		const { thingName } = credential;
		const session = await this.#open(equipment, credential, thingName);
		try {
			log.write("info", "identity.connected", { thingName });
			const onAcknowledged = () => this.#prove(store);
			await report({ session, sampler, telemetry: settings.telemetry, thingName, clock, text, log, onAcknowledged });
		} finally {
			session.close();
		}
	}

	/** An acknowledged reading proves the identity: only now the claim may go. */
	#prove(store: IdentityStore): void {
		if (this.#state === "online") return;
		if (!store.identity) {
			const { log, clock } = this.#ports;
			const { thingName, certificateId } = store.commit();
			if (this.#finishErasure(store)) log.write("info", "claim.erased");
			const milliseconds = Math.round(clock.ticks() - this.#startedAt);
			log.write("info", "provisioned", { thingName, certificateId, milliseconds });
		}
		this.#attempt = 0;
		this.#enter("online");
	}

	#open(
		{ settings, rootCa }: Equipment,
		credential: { readonly certificate: Uint8Array; readonly privateKey: Uint8Array },
		clientId: string,
	): Promise<Session> {
		const { host, port } = settings;
		const { certificate, privateKey } = credential;
		const { keepAliveSeconds } = this.#timeouts;
		const options = { host, port, rootCa, certificate, privateKey, clientId, keepAliveSeconds };
		return Session.open(this.#ports.mqtt, options, this.#lifetime, this.#timeouts);
	}

	/** Waits before the next try, or gives up. */
	async #recover(error: DeviceError, { store }: Equipment): Promise<void> {
		if (this.#lifetime.closed) return;
		if (isFinal(error.code)) return this.#fail(error);
		this.#attempt += 1;
		const { backoff, provisioningBackoff } = this.#timeouts;
		const delayMs = backoffDelay(store.identity ? backoff : provisioningBackoff, this.#attempt, this.#ports.random);
		const { code, message } = error;
		this.#ports.log.write("warning", "retry", { code, message, attempt: this.#attempt, delayMs });
		this.#enter("backing-off");
		// Rejects only when the lifetime ends, which ends the loop as well.
		await this.#lifetime.sleep(delayMs).catch(() => {});
	}

	#fail(error: DeviceError): void {
		if (this.#lifetime.closed) return;
		this.#ports.log.write("error", "failed", { code: error.code, message: error.message });
		this.#enter("failed");
		// Nothing is left to do; what was opened must not go on by itself.
		this.#lifetime.close();
	}

	#enter(to: DeviceState): void {
		const from = this.#state;
		this.#state = transition(from, to);
		this.#ports.log.write("info", "state", { from, to });
	}

	/** Whole seconds until `expiresAt`, rounded down; -1 without an expiry. */
	#secondsLeft(expiresAt: number | undefined): number {
		return expiresAt === undefined ? -1 : Math.floor((expiresAt - this.#ports.clock.now()) / 1000);
	}
}
