import assert from "node:assert/strict";
import { IdentityJournal } from "../../../firmware/core/identity/journal.js";
import { defaultTimeouts } from "../../../firmware/core/timeouts.js";
import { firmwareVersion } from "../../../firmware/core/version.js";
import type { Flash } from "../../../firmware/ports/flash.js";
import { FakeBoard } from "../../fakes/fake-board.js";
import { NorCells, NorFlash } from "../../fakes/nor-flash.js";
import { deviceBench } from "../../support/device-bench.js";
import { runUntil } from "../../support/fake-device.js";
import { readRoot } from "../../support/source-imports.js";

const reporting = { telemetry: { statusTopic: "{thingName}/status" } };

describe("the indicators of a device", () => {
	it("carry the version of package.json", () => {
		assert.equal(firmwareVersion, (JSON.parse(readRoot("package.json")) as { version: string }).version);
	});

	it("are published once after it came online, with the last error before that", async () => {
		const bench = deviceBench({ settings: reporting });
		const board = new FakeBoard();
		let fails = true;
		const network = {
			connect: async () => {
				if (fails) throw new Error("no antenna");
			},
			close: () => {},
		};
		const started = bench.boot({ board, network });
		assert.ok(await bench.reach(started, "backing-off"));
		fails = false;
		await bench.readings(4);
		const reports = bench.cloud.readings.filter(({ topic }) => topic === "thing-42/status");
		assert.equal(reports.length, 1);
		const report = JSON.parse(reports[0]?.payload ?? "") as Record<string, unknown>;
		assert.ok(typeof report.uptimeSeconds === "number");
		assert.deepEqual(
			{ ...report, uptimeSeconds: 0 },
			{
				resetReason: "watchdog",
				uptimeSeconds: 0,
				lastError: { code: "internal", message: "no antenna" },
				firmware: firmwareVersion,
				model: "fake",
				serialNumber: "0123456789ab",
			},
		);
		await started.device.stop();
		assert.deepEqual([board.open, board.lit, bench.cloud.time.pending], [0, undefined, 0]);
	});

	it("cost at most one connection where the policy forbids their topic, and none where they are switched off", async () => {
		const bench = deviceBench({ settings: reporting });
		bench.cloud.faults.swallow = (topic) => topic.endsWith("/status");
		const started = bench.boot({ board: new FakeBoard() });
		assert.ok(await bench.readings(8));
		const retries = started.log.entries.filter(({ event }) => event === "retry");
		assert.deepEqual(
			retries.map(({ fields }) => fields.code),
			["timeout"],
		);
		await started.device.stop();
		const quiet = deviceBench({ settings: { telemetry: { statusTopic: "" } } });
		const other = quiet.boot();
		assert.ok(await quiet.readings(3));
		assert.ok(quiet.cloud.readings.every(({ topic }) => topic.endsWith("/temperature")));
		await other.device.stop();
	});

	it("prove the identity of a device whose sensor does not answer", async () => {
		const bench = deviceBench({ settings: reporting });
		const sensor = { sample: () => Promise.reject(new Error("no answer")), close: () => {} };
		const started = bench.boot({ board: new FakeBoard(), openThermometer: () => sensor });
		assert.ok(await bench.reach(started, "online"));
		assert.ok(bench.stored().current);
		assert.equal(bench.stored().claim, undefined);
		await started.device.stop();
	});

	it("prove it as well where the connection of the first report was lost", async () => {
		const bench = deviceBench({ settings: { telemetry: { statusTopic: "{thingName}/status" } } });
		const sensor = { sample: () => Promise.reject(new Error("no answer")), close: () => {} };
		let swallowed = 0;
		bench.cloud.faults.swallow = () => swallowed++ < 2;
		const started = bench.boot({ board: new FakeBoard(), openThermometer: () => sensor });
		assert.ok(await bench.reach(started, "online"));
		assert.equal(swallowed, 3);
		assert.equal(bench.stored().current?.thingName, "thing-42");
		await started.device.stop();
	});

	it("feed the watchdog while it samples and delivers, also at long intervals and with a broken sensor", async () => {
		const day = 86_400_000;
		for (const telemetry of [{ intervalMs: day }, { intervalMs: 10_000 }]) {
			const bench = deviceBench({ settings: { telemetry } });
			const board = new FakeBoard();
			const sensor = { sample: () => Promise.reject(new Error("no answer")), close: () => {} };
			const broken = telemetry.intervalMs === 10_000;
			const started = bench.boot({ board, ...(broken ? { openThermometer: () => sensor } : {}) });
			await runUntil(bench.cloud, () => bench.cloud.time.ticks() > day, 2 * day);
			assert.ok(!started.log.events.includes("watchdog.starving"), `interval ${telemetry.intervalMs}`);
			assert.ok(board.fed >= day / board.watchdogMs);
			await started.device.stop();
		}
	});

	it("stop feeding it when nothing is delivered any more although the connection stands", async () => {
		const bench = deviceBench();
		const board = new FakeBoard();
		const started = bench.boot({ board });
		assert.ok(await bench.readings(3));
		// Connections neither end nor answer, and the waits for them are forgotten: a fault that only a restart mends.
		const after = bench.cloud.time.after.bind(bench.cloud.time);
		bench.cloud.faults.swallow = () => true;
		bench.cloud.time.after = (ms, callback) => after(ms === defaultTimeouts.acknowledgeMs ? 2 ** 31 : ms, callback);
		assert.ok(await runUntil(bench.cloud, () => started.log.events.includes("watchdog.starving"), 3_600_000));
		const fed = board.fed;
		await runUntil(bench.cloud, () => false, 600_000);
		assert.equal(board.fed, fed);
		await started.device.stop();
	});

	it("open the light and button that the bootstrap names, and let go of no button that is held", async () => {
		const bench = deviceBench({ settings: { light: { pin: 7 }, button: { pin: 3 } } });
		const board = new FakeBoard();
		const started = bench.boot({ board });
		assert.ok(await bench.reach(started, "online"));
		const opened = ["light own", "button own", "light 7", "button 3"];
		assert.deepEqual(board.opened, opened);
		board.press(true);
		// The device begins anew, wires what the bootstrap names, and finds that it has no identity any more.
		assert.ok(await runUntil(bench.cloud, () => started.log.events.includes("failed")));
		assert.deepEqual([board.opened, board.open], [opened, 2]);
		await started.device.stop();
	});

	it("a button held for 5 s erases the identity and keeps the bootstrap; held once more it erases everything", async () => {
		const bench = deviceBench({ settings: { light: { pin: 7 } } });
		const board = new FakeBoard();
		const readings = new NorCells(new Uint8Array(0x20000).fill(0xff));
		const started = bench.boot({ board, readings: new NorFlash({ cells: readings }) });
		assert.ok(await bench.reach(started, "online"));
		const key = bench.stored().current?.privateKey ?? new Uint8Array(0);
		board.press(true);
		assert.equal(board.lit, true);
		await runUntil(bench.cloud, () => started.device.state === "unclaimed");
		assert.equal(bench.stored().current, undefined);
		assert.equal(bench.stored().settings?.light?.pin, 7);
		assert.equal(bench.cells.indexOf(key.subarray(100, 132)), -1, "the key can still be read");
		board.press(false);
		board.press(true);
		await runUntil(bench.cloud, () => bench.stored().settings === undefined);
		assert.equal(bench.stored().rootCa, undefined);
		assert.equal(started.device.state, "unclaimed");
		await started.device.stop();
	});

	for (const [what, type] of [
		["candidate", 9],
		["identity", 13],
		["claim", 6],
	] as const) {
		it(`a button mends a device whose ${what} cannot be read`, async () => {
			const bench = deviceBench();
			const provisioned = bench.boot();
			if (what === "identity") assert.ok(await bench.reach(provisioned, "online"));
			if (what === "candidate") {
				assert.ok(await runUntil(bench.cloud, () => provisioned.log.events.includes("identity.staged")));
			}
			await provisioned.device.stop();
			new IdentityJournal(new NorFlash({ cells: bench.cells })).set(new Map([[type, Buffer.from("{")]]));
			const board = new FakeBoard();
			const started = bench.boot({ board, console: { listen: () => {}, close: () => {} } });
			assert.ok(await runUntil(bench.cloud, () => started.device.state === "failed"), started.device.state);
			assert.equal(started.log.last("failed")?.fields?.code, "bootstrap-invalid");
			board.press(true);
			assert.ok(await runUntil(bench.cloud, () => started.device.state === "unclaimed"));
			assert.ok(started.log.events.includes("identity.erased"));
			board.press(false);
			await started.device.stop();
		});
	}

	it("readings go before the identity they were taken for: a power cut in between leaves none to the next", async () => {
		const bench = deviceBench();
		const board = new FakeBoard();
		const cells = new NorCells(new Uint8Array(0x20000).fill(0xff));
		const order: string[] = [];
		const noting = (name: string, flash: Flash): Flash => ({
			status: () => flash.status(),
			read: (offset, length) => flash.read(offset, length),
			write: (offset, bytes) => {
				order.push(name);
				flash.write(offset, bytes);
			},
			eraseBlock: (block) => {
				order.push(name);
				flash.eraseBlock(block);
			},
			close: () => flash.close(),
		});
		bench.cloud.faults.swallow = () => bench.cloud.readings.length > 0;
		const started = bench.boot({ board, readings: noting("readings", new NorFlash({ cells })) }, (flash) =>
			noting("identity", flash),
		);
		assert.ok(await bench.reach(started, "online"));
		await runUntil(bench.cloud, () => false, 60_000);
		order.length = 0;
		board.press(true);
		assert.ok(await runUntil(bench.cloud, () => started.log.events.includes("identity.erased")));
		assert.equal(
			order.find((name) => name === "identity"),
			"identity",
		);
		assert.ok(order.lastIndexOf("readings") < order.indexOf("identity"), order.join(" "));
		await started.device.stop();
	});

	it("a short press erases nothing", async () => {
		const bench = deviceBench();
		const board = new FakeBoard();
		const started = bench.boot({ board });
		assert.ok(await bench.reach(started, "online"));
		board.press(true);
		bench.cloud.time.run(4_900);
		board.press(false);
		await bench.readings(5);
		assert.ok(bench.stored().current);
		await started.device.stop();
	});
});
