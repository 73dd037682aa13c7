import { DeviceError, toDeviceError } from "../ports/errors.js";
import { adoptBootstrap } from "./adopt-bootstrap.js";
import { BootstrapReceiver } from "./bootstrap-link/bootstrap-receiver.js";
import { deferred } from "./deferred.js";
import type { DeviceParts } from "./device-parts.js";
import type { DevicePorts } from "./device-ports.js";
import { IdentityStore } from "./identity/identity-store.js";
import { BootStatus } from "./indicators/boot-status.js";
import { Indicators } from "./indicators/indicators.js";
import { OwnKey } from "./keys/own-key.js";
import { DeviceRun } from "./run/device-run.js";
import { type DeviceState, transition } from "./run/device-state.js";
import { changeSettings } from "./settings/change-settings.js";
import { Readings } from "./telemetry/readings.js";
import { defaultTimeouts, type Timeouts } from "./timeouts.js";

/**
 * A device from power-on: goes on from what the flash holds, provisions itself, reports, and never gives up what it has. Where the flash
 * holds nothing to live on, or a claim that ran out, it makes its key ahead and waits for a bootstrap.
 */
export class Device {
	readonly #ports: DevicePorts;
	readonly #timeouts: Timeouts;
	readonly #indicators: Indicators;
	readonly #status: BootStatus;
	readonly #readings: Readings;
	#parts: DeviceParts | undefined;
	#receiver: BootstrapReceiver | undefined;
	#state: DeviceState = "unclaimed";
	/** Settles when the device has stopped. */
	#running: Promise<void> | undefined;
	#stopped = false;
	#run: DeviceRun | undefined;
	/** Settles when `#run` has ended. */
	#runEnded: Promise<void> = Promise.resolve();
	/** Resolves when there is something new to run with, or the device was stopped. */
	#news = deferred<void>();

	constructor(ports: DevicePorts, timeouts: Timeouts = defaultTimeouts) {
		const { clock, timer, log } = ports.system;
		const { board } = ports.hardware;
		this.#ports = ports;
		this.#timeouts = timeouts;
		this.#status = new BootStatus(board, clock);
		this.#indicators = new Indicators({
			ports: { board, clock, timer, log },
			onEraseIdentity: () => void this.#erase({ everything: false }),
			onEraseAll: () => void this.#erase({ everything: true }),
		});
		this.#readings = new Readings({ flash: ports.storage.readings, clock, log });
	}

	get state(): DeviceState {
		return this.#state;
	}

	/** Boots. Returns at once; what happens is in the log. Call it once. */
	start(): void {
		if (this.#running) throw new DeviceError("internal", "The device was started already");
		this.#running = this.#boot().catch((thrown: unknown) => this.#fail(toDeviceError(thrown)));
	}

	/** Ends what the device does and closes its ports; resolves when nothing is left running. May be called twice. */
	async stop(): Promise<void> {
		this.#stopped = true;
		this.#run?.end();
		this.#news.resolve();
		await this.#running;
		this.#receiver?.close();
		this.#indicators.close();
		this.#readings.close();
		const { link, storage, hardware } = this.#ports;
		for (const port of [hardware.console, link.network, storage.readings, storage.identity]) port?.close();
	}

	async #boot(): Promise<void> {
		const parts = this.#assemble();
		this.#parts = parts;
		// Before the settings are read, which may be what is wrong.
		this.#indicators.wire(undefined);
		this.#listen(parts);
		while (!this.#stopped) {
			this.#runEnded = this.#runOnce(parts);
			await this.#runEnded;
			void this.#makeKeyAhead(parts);
			if (!this.#stopped) await this.#news.promise;
			this.#news = deferred();
			if (!this.#stopped && this.#state !== "unclaimed") this.#enter("unclaimed");
		}
	}

	/** Throws `flash-failed`. */
	#assemble(): DeviceParts {
		const { storage, system, keyMaker } = this.#ports;
		const { clock, log, text } = system;
		const store = new IdentityStore(storage.identity, text);
		const isStopped = () => this.#stopped;
		const cancellation = {
			get closed() {
				return isStopped();
			},
		};
		return {
			ports: this.#ports,
			timeouts: this.#timeouts,
			store,
			ownKey: new OwnKey({ store, keyMaker, cancellation, clock, log }),
			readings: this.#readings,
			status: this.#status,
		};
	}

	/** Takes bootstraps from the serial line. */
	#listen(parts: DeviceParts): void {
		const { store, ownKey } = parts;
		const { system, hardware } = this.#ports;
		const { console, board } = hardware;
		if (!console) return;
		const receiver = new BootstrapReceiver({
			system,
			idleMs: this.#timeouts.bootstrapIdleMs,
			describe: () => ({
				model: board.model,
				serialNumber: board.serialNumber,
				state: this.#state,
				thingName: nameOf(store),
				keyReady: ownKey.ready,
			}),
			refusal: () => (store.hasIdentity && !this.#indicators.buttonHeld ? "identity-kept" : undefined),
			onBegin: () => this.#indicators.spendHold(),
			ownKey: () => store.pendingKey,
			makeOwnKey: () => ownKey.get(),
			install: (bootstrap) => this.#rewrite(() => adoptBootstrap(parts, bootstrap)),
			configure: async (changes) => {
				const settings = changeSettings(store.settings, changes);
				await this.#rewrite(() => store.configure(settings));
			},
		});
		this.#receiver = receiver;
		console.listen((bytes) => receiver.push(bytes));
	}

	/** While nothing else is to do: a claim's five minutes shall not be spent on it. */
	async #makeKeyAhead({ store, ownKey }: DeviceParts): Promise<void> {
		if (this.#stopped || !this.#ports.hardware.console) return;
		try {
			if (!store.hasIdentity && !store.candidate) await ownKey.get();
		} catch (thrown) {
			const { code, message } = toDeviceError(thrown);
			// Whoever needs the key will ask again and see it fail.
			if (!this.#stopped) this.#ports.system.log.write("warning", "key.failed", { code, message });
		}
	}

	/** One run: until it is ended from outside, or nothing is left to do, which has been reported. */
	async #runOnce(parts: DeviceParts): Promise<void> {
		const { store } = parts;
		try {
			store.finishErasure(this.#ports.system.log);
			const { settings } = store;
			this.#indicators.wire(settings);
			this.#run = this.#begin(parts);
			this.#indicators.expectProgress(this.#run && settings);
			if (!this.#stopped) await this.#run?.run();
		} catch (thrown) {
			this.#fail(toDeviceError(thrown));
		} finally {
			this.#run = undefined;
			this.#indicators.expectProgress(undefined);
		}
	}

	/** Undefined when there is nothing to run with, which has been reported. */
	#begin(device: DeviceParts): DeviceRun | undefined {
		const { settings, rootCa, claim, credential } = device.store;
		if (!settings || !rootCa || !(credential ?? claim)) {
			const message = "The flash holds no claim and no identity; make a claim and flash it";
			this.#ports.system.log.write("error", "failed", { code: "claim-missing", message });
			return undefined;
		}
		if (!credential) this.#enter("claimed");
		return new DeviceRun({
			device,
			settings,
			rootCa,
			enter: (state) => this.#enter(state),
			onProgress: () => this.#indicators.progress(),
		});
	}

	/** Goes on from now on by what `write` puts into flash. Rejects with what it throws: then what there was stays. */
	async #rewrite(write: () => void): Promise<void> {
		this.#run?.end();
		await this.#runEnded;
		try {
			write();
		} finally {
			this.#news.resolve();
		}
	}

	/** The button was held. What AWS knows of the device stays there. */
	async #erase({ everything }: { readonly everything: boolean }): Promise<void> {
		this.#run?.end();
		await this.#runEnded;
		const store = this.#parts?.store;
		if (this.#stopped || !store) return;
		const { log } = this.#ports.system;
		try {
			// The readings first: a power cut in between must not leave them to the next owner.
			this.#readings.clear();
			store.forget({ everything });
			store.finishErasure(log);
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
		this.#ports.system.log.write("error", "failed", { code: error.code, message: error.message });
		if (this.#state !== "failed") this.#enter("failed");
	}

	#enter(to: DeviceState): void {
		const from = this.#state;
		this.#state = transition(from, to);
		this.#indicators.show(to);
		this.#ports.system.log.write("info", "state", { from, to });
	}
}

/** Undefined, too, where the flash's records cannot be read: the hello must go out all the same. */
function nameOf(store: IdentityStore): string | undefined {
	try {
		return store.credential?.thingName;
	} catch {
		return undefined;
	}
}
