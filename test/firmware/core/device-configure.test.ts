import assert from "node:assert/strict";
import { bareBoard } from "../../../firmware/core/bare-board.js";
import { IdentityStore } from "../../../firmware/core/identity/identity-store.js";
import { recordType } from "../../../firmware/core/identity/record-types.js";
import type { Board } from "../../../firmware/ports/board.js";
import { nodeTextCodec } from "../../../host-tools/virtual-device/node-text-codec.js";
import { FakeBoard } from "../../fakes/fake-board.js";
import { NorFlash } from "../../fakes/nor-flash.js";
import { RecordingLog } from "../../fakes/recording-log.js";
import { deviceBench } from "../../support/device-bench.js";
import { points } from "../../support/exhaustive.js";
import { fakeDevice, runUntil, settle } from "../../support/fake-device.js";
import { FrameWriter } from "../../support/serial-bench.js";

const home = { ssid: "home", password: "first password" };
const barn = { ssid: "barn", password: "other password" };
const heldBoard = bareBoard("fake", "0", true);

const linesOf = (change: object) =>
	new FrameWriter().bootstrap(new Map([[recordType.settingsChange, Buffer.from(JSON.stringify(change))]]));

function serialConsole() {
	let listener: ((bytes: Uint8Array) => void) | undefined;
	const console = {
		listen: (onBytes: (bytes: Uint8Array) => void) => {
			listener = onBytes;
		},
		close: () => {},
	};
	const say = async (change: object) => {
		for (const line of linesOf(change)) listener?.(Buffer.from(line));
		await settle();
		await settle();
	};
	return { console, say };
}

/** A device that is online on `home`. */
async function onlineDevice(board: Board) {
	const bench = deviceBench({ settings: { wifi: home } });
	const { console, say } = serialConsole();
	const log = new RecordingLog();
	const started = bench.boot({ console, log, board });
	assert.ok(await bench.reach(started, "online"));
	return { bench, started, log, say };
}

describe("a device that is told other settings over its serial line", () => {
	it("lives on by them as the thing it is, and the password before them cannot be read any more", async () => {
		const { bench, started, log, say } = await onlineDevice(heldBoard);
		const before = bench.stored().current;
		assert.ok(bench.cells.indexOf(Buffer.from(home.password)) > 0);
		await say({ wifi: barn, telemetry: { intervalMs: 1000, topic: "{thingName}/new" } });
		assert.equal(log.events.filter((event) => event === "bootstrap.accepted").length, 1);
		assert.ok(await bench.reach(started, "online"));
		assert.deepEqual(bench.stored().current, before);
		assert.deepEqual(bench.stored().settings?.network.wifi, [{ ...barn, hidden: false }]);
		assert.ok(await runUntil(bench.cloud, () => bench.cloud.readings.at(-1)?.topic === "thing-42/new", 60_000));
		assert.equal(bench.cells.indexOf(Buffer.from(home.password)), -1);
		assert.equal(bench.cloud.certificates.length, 1);
		await started.device.stop();
		assert.equal(bench.cloud.time.pending, 0);
	});

	it("takes them only with its button held", async () => {
		const board = new FakeBoard();
		const { bench, started, log, say } = await onlineDevice(board);
		const before = Buffer.from(bench.cells.bytes);
		await say({ wifi: barn });
		assert.equal(log.entries.find(({ event }) => event === "bootstrap.refused")?.fields.code, "identity-kept");
		assert.ok(before.equals(bench.cells.bytes));
		assert.equal(started.device.state, "online");
		board.press(true);
		await say({ wifi: barn });
		board.press(false);
		assert.equal(bench.stored().settings?.network.wifi[0]?.ssid, "barn");
		await started.device.stop();
	});

	it("does not erase its identity for a hold that let settings in, however long that lasts", async () => {
		const board = new FakeBoard();
		const { bench, started, log, say } = await onlineDevice(board);
		board.press(true);
		await say({ wifi: barn });
		await runUntil(bench.cloud, () => false, 30_000);
		board.press(false);
		assert.ok(!log.events.includes("identity.erased"));
		assert.equal(started.device.state, "online");
		board.press(true);
		assert.ok(await runUntil(bench.cloud, () => log.events.includes("identity.erased"), 30_000), "the next hold does");
		await started.device.stop();
	});

	it("changes nothing for what is no good, and says which member", async () => {
		const { bench, started, log, say } = await onlineDevice(heldBoard);
		const before = Buffer.from(bench.cells.bytes);
		for (const [change, member] of [
			[{ host: "other.test" }, /"host"/],
			[{ wifi: { ssid: "barn", password: "short" } }, /"wifi.password"/],
			[{ telemetry: { intervalMs: 5 } }, /intervalMs"/],
		] as const) {
			await say(change);
			const refused = log.last("bootstrap.refused")?.fields;
			assert.equal(refused?.code, "bootstrap-invalid");
			assert.match(String(refused?.message), member);
		}
		assert.ok(before.equals(bench.cells.bytes));
		assert.equal(started.device.state, "online");
		await started.device.stop();
	});

	it("goes on with its claim where it has no identity yet, and needs no button", async () => {
		const bench = deviceBench({ settings: { wifi: home } });
		const { console, say } = serialConsole();
		let joined: string | undefined;
		const network = {
			connect: ({ wifi }: { wifi: readonly { ssid: string }[] }) => {
				joined = wifi[0]?.ssid;
				return joined === "barn" ? Promise.resolve() : Promise.reject(new Error("no such network"));
			},
			close: () => {},
		};
		const started = bench.boot({ console, network });
		assert.ok(await bench.reach(started, "backing-off"));
		await say({ wifi: barn });
		assert.ok(await bench.reach(started, "online"));
		assert.equal(bench.cells.indexOf(Buffer.from(home.password)), -1);
		await started.device.stop();
	});

	it("has nothing to change where it was never given a bootstrap", async () => {
		const bench = deviceBench({ bootstrap: null });
		const { console, say } = serialConsole();
		const log = new RecordingLog();
		const started = bench.boot({ console, log });
		await settle();
		await say({ wifi: barn });
		assert.match(String(log.last("bootstrap.refused")?.fields.message), /no settings yet/);
		await started.device.stop();
	});

	it("has after a power cut at any step the settings before or the new ones, and its identity", async function () {
		this.timeout(120_000);
		const { bench, started } = await onlineDevice(heldBoard);
		await started.device.stop();
		const identity = bench.stored().current;
		const outcomes = new Set<string | undefined>();
		const change = async (cutAtStep: number) => {
			const cells = bench.cells.clone();
			const flash = new NorFlash({ cells, cutAtStep });
			const { console, say } = serialConsole();
			const { device, log } = fakeDevice(bench.cloud, flash, { console, board: heldBoard });
			device.start();
			await runUntil(bench.cloud, () => device.state === "online" || flash.dead);
			await say({ wifi: barn });
			await runUntil(
				bench.cloud,
				() => flash.dead || (device.state === "online" && log.events.includes("bootstrap.accepted")),
			);
			bench.cloud.time.reset();
			return { cells, flash };
		};
		const { steps } = (await change(1_000_000)).flash;
		assert.ok(steps > 100, `${steps} steps`);
		for (const cutAtStep of points(steps, 150)) {
			const { cells, flash } = await change(cutAtStep);
			assert.ok(flash.dead, `cut at step ${cutAtStep}`);
			const store = new IdentityStore(new NorFlash({ cells }), nodeTextCodec);
			assert.deepEqual(store.current, identity, `cut at step ${cutAtStep}`);
			const ssid = store.settings?.network.wifi[0]?.ssid;
			outcomes.add(ssid);
			assert.equal(store.finishErasure(new RecordingLog()), true);
			if (ssid === "barn") assert.equal(cells.indexOf(Buffer.from(home.password)), -1, `cut at step ${cutAtStep}`);
		}
		assert.deepEqual([...outcomes].sort(), ["barn", "home"]);
	});
});
