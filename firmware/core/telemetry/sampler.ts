import type { Clock } from "../../ports/clock.js";
import { type DeviceError, toDeviceError } from "../../ports/errors.js";
import type { Log } from "../../ports/log.js";
import type { Thermometer } from "../../ports/thermometer.js";
import type { Scope } from "../scope.js";
import type { Timeouts } from "../timeouts.js";
import { measuredOf } from "./measured.js";
import type { Reading } from "./reading.js";
import type { Readings } from "./readings.js";

export interface SamplerOptions {
	readonly intervalMs: number;
	readonly readings: Readings;
	/** Throws as the port in DevicePorts does; called again before the next sample then, and after a sample that failed. */
	readonly openThermometer: () => Thermometer;
	/** A sample was tried while no reading waited: a device whose readings wait gets on by delivering them. */
	readonly onProgress: () => void;
	readonly clock: Clock;
	readonly log: Log;
	readonly scope: Scope;
	readonly timeouts: Timeouts;
}

/** Takes a reading every interval, online or not. */
export class Sampler {
	readonly #options: SamplerOptions;
	#wake: () => void = () => {};
	#thermometer: Thermometer | undefined;
	#closeThermometer: () => void = () => {};
	#failing = false;
	/** Readings dropped that were reported. */
	#droppedSoFar: number;

	constructor(options: SamplerOptions) {
		this.#options = options;
		this.#droppedSoFar = options.readings.dropped;
	}

	/** The sensor did not answer the last time it was asked. */
	get failing(): boolean {
		return this.#failing;
	}

	/** Resolves with the oldest reading that is not acknowledged, as soon as there is one. One waiter at a time. */
	async next(): Promise<Reading> {
		for (;;) {
			const head = this.#options.readings.head();
			if (head) return head;
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
	}

	acknowledge(reading: Reading): void {
		this.#options.readings.acknowledge(reading);
	}

	/** Samples until the scope ends; then rejects with `closed`. A sensor that fails is reported, tried at every interval, and reported again when it answers. */
	async run(): Promise<never> {
		const { intervalMs, clock, scope } = this.#options;
		let due = clock.ticks();
		for (;;) {
			await this.#sample();
			due += intervalMs;
			// After a stall, go on from now instead of catching up in a burst.
			if (due <= clock.ticks()) due = clock.ticks() + intervalMs;
			await scope.sleep(Math.ceil(due - clock.ticks()));
		}
	}

	async #sample(): Promise<void> {
		const { scope, timeouts, readings, onProgress } = this.#options;
		const waiting = readings.head() !== undefined;
		try {
			const measured = measuredOf(await scope.within(this.#open().sample(), timeouts.sampleMs, "the thermometer"));
			this.#answered();
			readings.add(measured);
			this.#tellDropped();
			this.#wake();
		} catch (thrown) {
			this.#failed(toDeviceError(thrown, "sensor-failed"));
		}
		if (!waiting) onProgress();
	}

	#answered(): void {
		if (this.#failing) this.#options.log.write("info", "sensor.recovered");
		this.#failing = false;
	}

	#failed({ code, message }: DeviceError): void {
		this.#closeThermometer();
		if (code === "closed") return;
		if (!this.#failing) this.#options.log.write("warning", "sensor.failed", { code, message });
		this.#failing = true;
	}

	#tellDropped(): void {
		const { readings, log } = this.#options;
		const { dropped } = readings;
		const added = dropped - this.#droppedSoFar;
		if (added !== 0) log.write("warning", "reading.dropped", { dropped, added });
		this.#droppedSoFar = dropped;
	}

	/** A sensor that failed is opened anew: what it was configured with may be lost. */
	#open(): Thermometer {
		const open = this.#thermometer;
		if (open) return open;
		const thermometer = this.#options.openThermometer();
		this.#thermometer = thermometer;
		this.#closeThermometer = this.#options.scope.own(() => {
			this.#thermometer = undefined;
			thermometer.close();
		});
		return thermometer;
	}
}
