import assert from "node:assert/strict";
import { type Measured, measuredOf } from "../../firmware/core/telemetry/measured.js";
import type { Reading } from "../../firmware/core/telemetry/reading.js";
import { Readings } from "../../firmware/core/telemetry/readings.js";
import { NorCells, NorFlash } from "../fakes/nor-flash.js";
import { RecordingLog } from "../fakes/recording-log.js";
import { VirtualTime } from "../fakes/virtual-time.js";

export interface ReadingsBenchOptions {
	readonly blocks?: number;
	/** Small ones go round the ring quickly. */
	readonly blockLength?: number;
	readonly encrypted?: boolean;
	/** The sensor measures humidity and pressure as well. */
	readonly climate?: boolean;
}

interface Sample {
	readonly hundredths: number;
	/** ms since 1970 */
	readonly takenAt: number;
}

/**
 * The readings of a device that loses its power at will, with a cloud that checks what arrives: every reading under one number, every number
 * with one reading, in the order they were taken, at the time they were taken.
 */
export class ReadingsBench {
	readonly time = new VirtualTime();
	readonly cells: NorCells;
	readonly #options: Required<ReadingsBenchOptions>;
	/** Every one is different. */
	readonly #samples: Sample[] = [];
	/** Samples that were in flash for certain. */
	readonly #stored = new Set<number>();
	/** What arrived, by sequence number. */
	readonly published = new Map<number, Reading>();
	readonly #arrived = new Set<number>();
	/** How often something arrived again. */
	repeated = 0;
	log = new RecordingLog();
	flash: NorFlash;
	readings: Readings;

	constructor({ blocks = 4, blockLength = 256, encrypted = false, climate = false }: ReadingsBenchOptions = {}) {
		this.#options = { blocks, blockLength, encrypted, climate };
		this.cells = new NorCells(new Uint8Array(blocks * blockLength).fill(0xff));
		[this.flash, this.readings] = this.boot();
	}

	/** Another power-on. */
	boot(cutAtStep?: number): [NorFlash, Readings] {
		const { blockLength, encrypted } = this.#options;
		const cut = cutAtStep === undefined ? {} : { cutAtStep };
		this.time.reset();
		this.log = new RecordingLog();
		this.flash = new NorFlash({ cells: this.cells, blockLength, encrypted, ...cut });
		this.readings = new Readings({ flash: this.flash, clock: this.time, log: this.log });
		return [this.flash, this.readings];
	}

	async synchronize(): Promise<void> {
		await this.time.synchronize();
		this.readings.synchronized();
	}

	/** Takes a reading, which is stored unless the power went. */
	add(): void {
		if (this.flash.dead) return;
		this.time.skip(10_000);
		const hundredths = this.#samples.length - 6000;
		this.#samples.push({ hundredths, takenAt: this.time.trueNow });
		this.readings.add(this.#options.climate ? climateOf(hundredths) : { hundredths });
		if (!this.flash.dead && !this.log.events.includes("readings.unavailable")) this.#stored.add(hundredths);
	}

	/** Publishes the oldest reading; returns whether there was one. */
	publish({ acknowledged = true } = {}): boolean {
		if (this.flash.dead) return false;
		const reading = this.readings.head();
		if (!reading || this.flash.dead) return false;
		this.#check(reading);
		if (acknowledged) this.readings.acknowledge(reading);
		return true;
	}

	/** Publishes all that waits. */
	catchUp(): void {
		while (this.publish()) {}
	}

	/** Stored readings that have not arrived. */
	get missing(): readonly number[] {
		return [...this.#stored].filter((hundredths) => !this.#arrived.has(hundredths));
	}

	/** Stored readings so far, oldest first. */
	get stored(): readonly number[] {
		return [...this.#stored];
	}

	#check(reading: Reading): void {
		const { sequence, temperature, time } = reading;
		const hundredths = Math.round(temperature * 100);
		const before = this.published.get(sequence);
		if (before) {
			this.repeated += 1;
			assert.equal(before.temperature, temperature, `two readings have number ${sequence}`);
			if (time !== undefined && before.time !== undefined)
				assert.equal(time, before.time, `reading ${sequence} has two times`);
			return;
		}
		assert.ok(!this.#arrived.has(hundredths), `${hundredths} arrived under a second number, ${sequence}`);
		const last = Math.max(0, ...this.published.keys());
		assert.ok(sequence > last, `${sequence} arrived behind ${last}`);
		assert.ok(hundredths > Math.max(-6001, ...this.#arrived), `${hundredths} arrived too late`);
		const takenAt = this.#samples[hundredths + 6000]?.takenAt ?? Number.NaN;
		if (time !== undefined) assert.ok(Math.abs(time - takenAt) <= 10, `${sequence} is ${time - takenAt} ms off`);
		if (this.#options.climate) assert.deepEqual(measuredOf(reading), climateOf(hundredths));
		this.published.set(sequence, reading);
		this.#arrived.add(hundredths);
	}
}

/** What else is measured with that temperature: another one for each. */
function climateOf(hundredths: number): Measured {
	return { hundredths, humidity: (hundredths + 6000) % 10_001, pascals: 90_000 + hundredths };
}
