import { DeviceError, toDeviceError } from "../ports/errors.js";
import type { Bootstrap } from "./bootstrap.js";
import { BootstrapReceiver } from "./bootstrap-link/bootstrap-receiver.js";
import { deferred } from "./deferred.js";
import type { DevicePorts } from "./device-ports.js";
import { finishErasure } from "./identity/finish-erasure.js";
import { IdentityStore } from "./identity/identity-store.js";
import { BootStatus } from "./indicators/boot-status.js";
import { Indicators } from "./indicators/indicators.js";
import { OwnKey } from "./keys/own-key.js";
import { DeviceRun } from "./run/device-run.js";
import { type DeviceState, transition } from "./run/device-state.js";
import { Readings } from "./telemetry/readings.js";
import { defaultTimeouts, type Timeouts } from "./timeouts.js";

/**
 * A device from power-on: goes on from what the flash holds, provisions itself, reports, and never gives up what it has. Where the flash
 * holds nothing to live on, or a claim that ran out, it makes its key ahead and waits for a bootstrap.
 */
export class Device {
	readonly #ports: DevicePorts;
	readonly #timeouts: Timeouts;
	#state: DeviceState = "unclaimed";
	#running: Promise<void> | undefined;
	#receiver: BootstrapReceiver | undefined;
	readonly #indicators: Indicators;
	readonly #status: BootStatus;
	readonly #readings: Readings;
	#store: IdentityStore | undefined;
	#stopped = false;
	#life: DeviceRun | undefined;
	/** Settles when `#life` has ended. */
	#living: Promise<void> = Promise.resolve();
	/** Resolves when there is something new to live on, or the device was stopped. */
	#news = deferred<void>();

	constructor(ports: DevicePorts, timeouts: Timeouts = defaultTimeouts) {
		this.#ports = ports;
		this.#timeouts = timeouts;
		this.#status = new BootStatus(ports.board, ports.clock);
		this.#indicators = new Indicators({
			ports,
			onEraseIdentity: () => void this.#erase({ everything: false }),
			onEraseAll: () => void this.#erase({ everything: true }),
		});
		const { readings: flash, clock, log } = ports;
		this.#readings = new Readings({ flash, clock, log });
	}

	get state(): DeviceState {
		return this.#state;
	}

	/** Boots. Returns at once; what happens is in the log. Call it once. */
	start(): void {
		if (this.#running) throw new DeviceError("internal", "The device was started already");
		this.#running = this.#run().catch((thrown: unknown) => this.#fail(toDeviceError(thrown)));
	}

	/** Ends the device's life and closes its ports; resolves when nothing is left running. May be called twice. */
	async stop(): Promise<void> {
		this.#stopped = true;
		this.#life?.end();
		this.#news.resolve();
		await this.#running;
		this.#receiver?.close();
		this.#indicators.close();
		this.#readings.close();
		const { network, flash, readings, console } = this.#ports;
		for (const port of [console, network, readings, flash]) port?.close();
	}

	async #run(): Promise<void> {
		const { flash, text, keyMaker, clock, log } = this.#ports;
		const store = new IdentityStore(flash, text);
		this.#store = store;
		const isStopped = () => this.#stopped;
		const asker = {
			get closed() {
				return isStopped();
			},
		};
		const ownKey = new OwnKey({ store, keyMaker, asker, clock, log });
		// Before the settings are read, which may be what is wrong.
		this.#indicators.wire(undefined);
		this.#listen(store, ownKey);
		while (!this.#stopped) {
			this.#living = this.#live(store, ownKey);
			await this.#living;
			this.#makeKeyAhead(store, ownKey);
			if (!this.#stopped) await this.#news.promise;
			this.#news = deferred();
			if (!this.#stopped && this.#state !== "unclaimed") this.#enter("unclaimed");
		}
	}

	/** Takes bootstraps from the serial line. */
	#listen(store: IdentityStore, ownKey: OwnKey): void {
		const { console, board, timer, text, log } = this.#ports;
		if (!console) return;
		const receiver = new BootstrapReceiver({
			...{ timer, text, log },
			idleMs: this.#timeouts.bootstrapIdleMs,
			describe: () => ({
				model: board.model,
				serialNumber: board.serialNumber,
				state: this.#state,
				thingName: store.ownCredential?.thingName,
				keyReady: ownKey.ready,
			}),
			refusal: () => (store.identity && !this.#indicators.buttonHeld ? "identity-kept" : undefined),
			ownKey: () => store.pendingKey,
			makeOwnKey: () => ownKey.get(),
			install: (bootstrap) => this.#adopt(store, bootstrap),
		});
		this.#receiver = receiver;
		console.listen((bytes) => receiver.push(bytes));
	}

	/** While nothing else is to do: a claim's five minutes shall not be spent on it. */
	#makeKeyAhead(store: IdentityStore, ownKey: OwnKey): void {
		if (this.#stopped || !this.#ports.console || store.identity || store.staged) return;
		ownKey.get().catch((thrown: unknown) => {
			const { code, message } = toDeviceError(thrown);
			// Whoever needs the key will ask again and see it fail.
			if (!this.#stopped) this.#ports.log.write("warning", "key.failed", { code, message });
		});
	}

	/** One life: until it is ended from outside, or nothing is left to do, which has been reported. */
	async #live(store: IdentityStore, ownKey: OwnKey): Promise<void> {
		finishErasure(store, this.#ports.log);
		try {
			const { settings } = store;
			this.#indicators.wire(settings);
			this.#life = this.#begin(store, ownKey);
			this.#indicators.expectProgress(this.#life && settings);
			if (!this.#stopped) await this.#life?.run();
		} catch (thrown) {
			this.#fail(toDeviceError(thrown));
		} finally {
			this.#life = undefined;
			this.#indicators.expectProgress(undefined);
		}
	}

	/** Undefined when there is nothing to live on, which has been reported. */
	#begin(store: IdentityStore, ownKey: OwnKey): DeviceRun | undefined {
		const { settings, rootCa, claim, ownCredential } = store;
		if (!settings || !rootCa || !(ownCredential ?? claim)) {
			const message = "The flash holds no claim and no identity; make a claim and flash it";
			this.#ports.log.write("error", "failed", { code: "claim-missing", message });
			return undefined;
		}
		if (!ownCredential) this.#enter("claimed");
		return new DeviceRun({
			ports: this.#ports,
			timeouts: this.#timeouts,
			status: this.#status,
			onProgress: () => this.#indicators.progress(),
			...{ settings, rootCa, store, ownKey, readings: this.#readings },
			enter: (state) => this.#enter(state),
		});
	}

	/**
	 * Lives on by another bootstrap from now on. Of a device without identity what is staged is kept, because AWS may believe in it already;
	 * an identity is replaced. Rejects with the flash's codes: then what there was stays.
	 */
	async #adopt(store: IdentityStore, bootstrap: Bootstrap): Promise<void> {
		this.#life?.end();
		await this.#living;
		const { credential } = bootstrap;
		try {
			// The readings of one thing are not another's.
			if (store.identity) this.#readings.clear();
			if (store.identity || credential.kind === "permanent") store.install(bootstrap);
			else store.renewClaim(bootstrap, credential);
		} finally {
			this.#news.resolve();
		}
	}

	/** The button was held. What AWS knows of the device stays there. */
	async #erase({ everything }: { readonly everything: boolean }): Promise<void> {
		this.#life?.end();
		await this.#living;
		const store = this.#store;
		if (this.#stopped || !store) return;
		const { log } = this.#ports;
		try {
			store.forget({ everything });
			this.#readings.clear();
			finishErasure(store, log);
			log.write("warning", "identity.erased", { everything });
		} catch (thrown) {
			const { code, message } = toDeviceError(thrown);
			log.write("error", "failed", { code, message });
		} finally {
			this.#news.resolve();
		}
	}

	#fail(error: DeviceError): void {
		if (this.#stopped) return;
		this.#status.lastError = error;
		this.#ports.log.write("error", "failed", { code: error.code, message: error.message });
		this.#enter("failed");
	}

	#enter(to: DeviceState): void {
		const from = this.#state;
		this.#state = transition(from, to);
		this.#indicators.show(to);
		this.#ports.log.write("info", "state", { from, to });
	}
}
