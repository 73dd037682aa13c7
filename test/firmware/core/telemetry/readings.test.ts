import assert from "node:assert/strict";
import fc from "fast-check";
import { Readings } from "../../../../firmware/core/telemetry/readings.js";
import { NorCells, NorFlash } from "../../../fakes/nor-flash.js";
import { RecordingLog } from "../../../fakes/recording-log.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";
import { ReadingsBench } from "../../../support/readings-bench.js";

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

function addMany(bench: ReadingsBench, count: number): void {
	for (let added = 0; added < count; added++) bench.add();
}

describe("the readings of a device", () => {
	it("in flash outlive restarts, and go on with their numbers", async () => {
		const bench = new ReadingsBench();
		await bench.synchronize();
		addMany(bench, 3);
		bench.boot();
		addMany(bench, 3);
		await bench.synchronize();
		bench.catchUp();
		assert.deepEqual([...bench.published.keys()], upTo(6));
		for (const { time } of bench.published.values()) assert.notEqual(time, undefined);
	});

	it("know when they were taken before the clock was true, also after a restart", async () => {
		const bench = new ReadingsBench();
		addMany(bench, 20);
		await bench.synchronize();
		addMany(bench, 2);
		bench.boot();
		bench.catchUp();
		assert.equal(bench.published.size, 22);
		for (const { time } of bench.published.values()) assert.notEqual(time, undefined);
	});

	it("of a run in which the clock was never true have no time, and those of other runs do", async () => {
		const bench = new ReadingsBench();
		addMany(bench, 2);
		bench.boot();
		addMany(bench, 2);
		await bench.synchronize();
		bench.boot();
		await bench.synchronize();
		bench.add();
		bench.catchUp();
		const known = [...bench.published.values()].map(({ time }) => time !== undefined);
		assert.deepEqual(known, [false, false, true, true, true]);
	});

	it("follow a clock that is set anew from then on", async () => {
		const time = new VirtualTime(0);
		let shift = 0;
		const clock = { now: () => time.trueNow + shift, ticks: () => time.ticks(), synchronize: async () => {} };
		const flash = new NorFlash({ cells: new NorCells(new Uint8Array(1024).fill(0xff)), blockLength: 256 });
		const readings = new Readings({ flash, clock, log: new RecordingLog() });
		readings.synchronized();
		const times: unknown[] = [];
		for (const jump of [0, 3_600_000, -1000, -60_000, 1e14, 0]) {
			shift = jump;
			readings.synchronized();
			time.skip(1000);
			readings.add({ hundredths: 2000 });
			const head = readings.head();
			times.push(head?.time);
			if (head) readings.acknowledge(head);
		}
		assert.deepEqual(times, [1000, 3_602_000, 2000, undefined, undefined, 6000]);
	});

	it("drop the oldest block when the flash is full, count what was in it, and say so", () => {
		const bench = new ReadingsBench({ blocks: 4 });
		addMany(bench, 60);
		const { dropped } = bench.readings;
		assert.equal(dropped, 14);
		bench.catchUp();
		assert.deepEqual([...bench.published.keys()], upTo(60).slice(dropped));
	});

	it("do not count as dropped what was acknowledged after all, having been on its way", () => {
		const flash = new NorFlash({ cells: new NorCells(new Uint8Array(1024).fill(0xff)), blockLength: 256 });
		const readings = new Readings({ flash, clock: new VirtualTime(), log: new RecordingLog() });
		readings.add({ hundredths: 1 });
		const underway = readings.head();
		assert.ok(underway);
		while (readings.dropped === 0) readings.add({ hundredths: 1 });
		const { dropped } = readings;
		readings.acknowledge(underway);
		assert.equal(readings.dropped, dropped - 1);
		assert.equal(readings.head()?.sequence, dropped + 1);
	});

	it("go round the ring many times without a loss while they are acknowledged, and wear all blocks alike", () => {
		const bench = new ReadingsBench({ blocks: 4 });
		const erases = [0, 0, 0, 0];
		const erase = bench.flash.eraseBlock.bind(bench.flash);
		bench.flash.eraseBlock = (block) => {
			erases[block] = (erases[block] ?? 0) + 1;
			erase(block);
		};
		for (let count = 0; count < 1000; count++) {
			bench.add();
			bench.publish();
		}
		assert.equal(bench.published.size, 1000);
		assert.equal(bench.readings.dropped, 0);
		assert.ok(Math.max(...erases) - Math.min(...erases) <= 1, `erased ${erases}`);
		// 1000 readings are 18 rounds of four blocks with 14 records each; one record of 17 notes what is settled.
		assert.ok(Math.max(...erases) <= 20, `erased ${erases}`);
	});

	it("are published once more after a power cut, at most 16 of them, and not after an orderly end", () => {
		const bench = new ReadingsBench();
		addMany(bench, 20);
		bench.catchUp();
		bench.boot();
		bench.catchUp();
		assert.ok(bench.repeated > 0 && bench.repeated <= 16, `${bench.repeated} repeated`);
		const repeated = bench.repeated;
		bench.add();
		bench.publish();
		bench.readings.close();
		bench.boot();
		assert.equal(bench.readings.head(), undefined);
		assert.equal(bench.repeated, repeated);
	});

	it("survive a device that restarts all the time: half the flash is theirs, however often it does", () => {
		const bench = new ReadingsBench({ blocks: 8 });
		for (let boot = 0; boot < 500; boot++) {
			bench.boot();
			bench.add();
		}
		bench.boot();
		const { stored } = bench;
		bench.catchUp();
		const kept = stored.length - bench.missing.length;
		assert.ok(kept >= (8 * 14) / 2 - 14, `${kept} kept`);
		assert.equal(bench.readings.dropped, bench.missing.length);
		assert.deepEqual(bench.missing, stored.slice(0, bench.missing.length));
	});

	it("cost no flash as long as there are none", () => {
		const bench = new ReadingsBench();
		addMany(bench, 3);
		const before = bench.cells.bytes.slice();
		for (let boot = 0; boot < 10; boot++) {
			bench.boot();
			bench.readings.head();
		}
		assert.deepEqual(bench.cells.bytes, before);
	});

	it("are cleared for the next owner, for good", () => {
		const bench = new ReadingsBench();
		addMany(bench, 5);
		bench.readings.clear();
		assert.equal(bench.readings.head(), undefined);
		bench.boot();
		assert.equal(bench.readings.head(), undefined);
		assert.equal(bench.readings.dropped, 0);
		bench.add();
		assert.equal(bench.readings.head()?.sequence, 6);
	});

	for (const [what, size] of [
		["too small", 256],
		["empty", 0],
	] as const) {
		it(`wait in memory when the partition is ${what}, which is reported`, () => {
			const log = new RecordingLog();
			const flash = new NorFlash({ cells: new NorCells(new Uint8Array(size)), blockLength: 256 });
			const readings = new Readings({ flash, clock: new VirtualTime(), log });
			readings.add({ hundredths: 2000 });
			assert.equal(readings.head()?.temperature, 20);
			assert.deepEqual(log.events, ["readings.unavailable"]);
			assert.equal(log.entries[0]?.fields.code, "flash-failed");
		});
	}

	it("wait in memory while the flash fails, which is reported once, and in flash again afterwards, in order", () => {
		const bench = new ReadingsBench({ blocks: 8 });
		addMany(bench, 3);
		const write = bench.flash.write.bind(bench.flash);
		bench.flash.write = () => {
			throw new Error("worn");
		};
		addMany(bench, 4);
		bench.flash.write = write;
		addMany(bench, 3);
		assert.deepEqual(bench.log.events, ["readings.unavailable"]);
		bench.catchUp();
		assert.deepEqual([...bench.published.keys()], upTo(10));
		assert.equal(bench.readings.dropped, 0);
	});

	it("skip a block that cannot be erased or does not keep what is written", () => {
		const bench = new ReadingsBench({ blocks: 4 });
		const { flash } = bench;
		const [erase, write] = [flash.eraseBlock.bind(flash), flash.write.bind(flash)];
		flash.eraseBlock = (block) => {
			if (block === 1) throw new Error("worn");
			erase(block);
		};
		flash.write = (offset, bytes) => {
			write(offset, offset >= 512 && offset < 768 ? bytes.map((byte) => byte & 0xfe) : bytes);
		};
		addMany(bench, 20);
		assert.deepEqual(bench.log.events, []);
		bench.catchUp();
		assert.deepEqual([...bench.published.keys()], upTo(20));
	});
});

describe("a damaged readings partition", () => {
	function filled(): ReadingsBench {
		const bench = new ReadingsBench({ blocks: 6 });
		addMany(bench, 20);
		bench.boot();
		addMany(bench, 20);
		return bench;
	}

	it("costs no more than what was damaged, at whatever byte", () => {
		const { cells } = filled();
		for (let at = 0; at < cells.bytes.length; at++) {
			const bench = filled();
			bench.cells.bytes[at] = (bench.cells.bytes[at] ?? 0) ^ 0x10;
			bench.boot();
			bench.catchUp();
			assert.ok(bench.missing.length <= 14, `byte ${at}: ${bench.missing.length} are missing`);
			bench.add();
			assert.ok(bench.readings.head());
		}
	});

	it("of any content stops nobody, and takes readings", () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1024, maxLength: 1024 }), (content) => {
				const flash = new NorFlash({ cells: new NorCells(content), blockLength: 256 });
				const log = new RecordingLog();
				const readings = new Readings({ flash, clock: new VirtualTime(), log });
				readings.add({ hundredths: 2000 });
				assert.equal(readings.head()?.temperature, 20);
				assert.deepEqual(log.events, []);
			}),
		);
	});
});
