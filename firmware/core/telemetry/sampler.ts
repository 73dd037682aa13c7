import type { Clock } from "../../ports/clock.js";
import type { Log } from "../../ports/log.js";
import type { Thermometer } from "../../ports/thermometer.js";
import { DeviceError, toDeviceError } from "../errors.js";
import type { Lifetime } from "../lifetime.js";
import { isFinal } from "../retry-policy.js";
import type { Timeouts } from "../timeouts.js";
import type { Reading } from "./reading.js";
import { ReadingQueue } from "./reading-queue.js";

export interface SamplerOptions {
	readonly intervalMs: number;
	readonly queueLimit: number;
	/** Throws as the port in DevicePorts does; called again before the next sample then, and after a sample that failed. */
	readonly openThermometer: () => Thermometer;
	readonly clock: Clock;
	readonly log: Log;
	readonly lifetime: Lifetime;
	readonly timeouts: Timeouts;
}

/** Takes a reading every interval, online or not, and keeps those not acknowledged. */
export class Sampler {
	readonly #options: SamplerOptions;
	readonly #queue: ReadingQueue;
	#sequence = 0;
	#wake: () => void = () => {};
	#thermometer: Thermometer | undefined;
	#closeThermometer: () => void = () => {};

	constructor(options: SamplerOptions) {
		this.#options = options;
		this.#queue = new ReadingQueue(options.queueLimit);
	}

	/** Resolves with the oldest reading that is not acknowledged, as soon as there is one. One waiter at a time. */
	async next(): Promise<Reading> {
		for (;;) {
			const head = this.#queue.head;
			if (head) return head;
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
	}

	acknowledge(reading: Reading): void {
		this.#queue.remove(reading);
	}

	/** Samples until the lifetime ends; then rejects with `closed`. A failing sensor is logged and tried again; `sensor-unknown` rejects. */
	async run(): Promise<never> {
		const { intervalMs, clock, lifetime } = this.#options;
		let due = clock.ticks();
		for (;;) {
			await this.#sample();
			due += intervalMs;
			// After a stall, go on from now instead of catching up in a burst.
			if (due <= clock.ticks()) due = clock.ticks() + intervalMs;
			await lifetime.sleep(Math.ceil(due - clock.ticks()));
		}
	}

	async #sample(): Promise<void> {
		const { clock, log, lifetime, timeouts } = this.#options;
		try {
			const celsius = await lifetime.within(this.#open().sample(), timeouts.sampleMs, "the thermometer");
			if (!Number.isFinite(celsius)) throw new DeviceError("sensor-failed", `The sensor answered ${celsius} °C`);
			this.#sequence += 1;
			const temperature = Math.round(celsius * 100) / 100;
			if (this.#queue.add({ temperature, sequence: this.#sequence, ticks: clock.ticks() })) {
				log.write("warning", "reading.dropped", { dropped: this.#queue.dropped });
			}
			this.#wake();
		} catch (thrown) {
			const { code, message } = toDeviceError(thrown, "sensor-failed");
			this.#closeThermometer();
			if (code === "closed") return;
			if (isFinal(code)) throw thrown;
			log.write("warning", "retry", { code, message, attempt: 1, delayMs: this.#options.intervalMs });
		}
	}

	/** A sensor that failed is opened anew: what it was configured with may be lost. */
	#open(): Thermometer {
		const open = this.#thermometer;
		if (open) return open;
		const thermometer = this.#options.openThermometer();
		this.#thermometer = thermometer;
		this.#closeThermometer = this.#options.lifetime.own(() => {
			this.#thermometer = undefined;
			thermometer.close();
		});
		return thermometer;
	}
}
