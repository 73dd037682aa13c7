import assert from "node:assert/strict";
import { bareBoard } from "../../../../firmware/core/bare-board.js";
import type { Board } from "../../../../firmware/ports/board.js";
import { checkSettingsChange, type SettingsChange } from "../../../../host-tools/board/identity/settings-change.js";
import type { SerialLink } from "../../../../host-tools/board/serial/serial-link.js";
import {
	type ConfigureTimeouts,
	configureDevice,
	configureTimeouts,
} from "../../../../host-tools/cli/operations/device-configure.js";
import { FakeBoard } from "../../../fakes/fake-board.js";
import { until, within } from "../../../support/deadline.js";
import { type BenchOptions, type DeviceBench, deviceBench } from "../../../support/device-bench.js";
import type { FakeDevice, PortOverrides } from "../../../support/fake-device.js";
import { MemoryLink } from "../../../support/memory-link.js";
import { patience } from "../../../support/patience.js";
import { RecordedContext } from "../../../support/recorded-context.js";
import { serialPorts } from "../../../support/serial-device.js";

const home = { ssid: "home", password: "first password" };
const barn = { ssid: "barn", password: "other password" };
const heldBoard = bareBoard("fake", "0", true);

interface Stage {
	readonly bench: DeviceBench;
	readonly started: FakeDevice;
	readonly context: RecordedContext;
	readonly log: { readonly events: readonly string[] };
	configure(change: SettingsChange, timeouts?: Partial<ConfigureTimeouts>): Promise<void>;
	/** Virtual time passes until the board, which has taken the settings, is online by them. */
	comeOnline(): Promise<void>;
}

async function withBoard(
	board: Board,
	use: (stage: Stage) => Promise<void>,
	{ onNote = () => {}, options = { settings: { wifi: home } }, others = {} }: StageOptions = {},
): Promise<void> {
	const bench = deviceBench(options);
	const { ports, link, log } = serialPorts();
	const started = bench.boot({ ...ports, board, ...others });
	const context = new RecordedContext(({ event, ...fields }) => {
		if (event === "note") onNote(String((fields as { text?: unknown }).text));
	});
	const openLink = async () => link;
	const configure = (change: SettingsChange, timeouts: Partial<ConfigureTimeouts> = {}) => {
		const patient = { ...configureTimeouts, helloMs: patience(8_000), lookMs: 1, ...timeouts };
		return configureDevice({ board: { port: "board", env: {}, openLink }, change, timeouts: patient }, context);
	};
	const comeOnline = async () => {
		await until("it took them", () => log.events.includes("bootstrap.accepted"));
		assert.ok(await bench.reach(started, "online"));
	};
	try {
		await use({ bench, started, context, log, configure, comeOnline });
	} finally {
		await started.device.stop();
	}
}

interface StageOptions {
	readonly onNote?: (text: string) => void;
	readonly options?: BenchOptions;
	readonly others?: PortOverrides;
}

describe("device configure", () => {
	it("changes Wi-Fi and interval of a board that stays the thing it is, and waits until it is online by them", async () => {
		await withBoard(heldBoard, async ({ bench, started, context, configure, comeOnline }) => {
			assert.ok(await bench.reach(started, "online"));
			const before = bench.stored().current;
			const done = configure({ wifi: barn, telemetry: { intervalMs: 500 } });
			await comeOnline();
			await within(done, "the end of it");
			assert.deepEqual(context.named("configured"), [
				{
					event: "configured",
					device: "board",
					serialNumber: "0",
					thingName: "thing-42",
					changed: ["wifi", "telemetry.intervalMs"],
				},
			]);
			const { settings, current } = bench.stored();
			assert.deepEqual(current, before);
			assert.deepEqual([settings?.network.wifi[0]?.ssid, settings?.telemetry.intervalMs], ["barn", 500]);
			assert.ok(!JSON.stringify(context.events).includes(barn.password));
		});
	});

	it("asks for the button, goes on as soon as it is pressed, and says when to let it go", async () => {
		const board = new FakeBoard();
		const onNote = (text: string) => {
			if (/press it now/.test(text)) setImmediate(() => board.press(true));
			if (/let go\.$/.test(text)) board.press(false);
		};
		await withBoard(
			board,
			async ({ bench, started, context, configure, comeOnline }) => {
				assert.ok(await bench.reach(started, "online"));
				const done = configure({ telemetry: { intervalMs: 500 } });
				await comeOnline();
				await within(done, "the end of it");
				assert.match(String(context.named("note")[0]?.text), /thing-42.*BOOT/);
				assert.equal(context.named("note").length, 2);
				assert.equal(bench.stored().settings?.telemetry.intervalMs, 500);
			},
			{ onNote },
		);
	});

	it("gives up when nobody presses it, with nothing changed", async () => {
		await withBoard(new FakeBoard(), async ({ bench, started, log, configure }) => {
			assert.ok(await bench.reach(started, "online"));
			const before = Buffer.from(bench.cells.bytes);
			await assert.rejects(configure({ wifi: barn }, { buttonMs: 20 }), { code: "timeout", next: /--button-held/ });
			assert.ok(before.equals(bench.cells.bytes));
			assert.ok(!log.events.includes("bootstrap.received"));
		});
	});

	it("stops asking at Ctrl-C", async () => {
		const stop = { now: () => {} };
		await withBoard(
			new FakeBoard(),
			async ({ bench, started, context, configure }) => {
				assert.ok(await bench.reach(started, "online"));
				stop.now = () => context.stop();
				await assert.rejects(configure({ wifi: barn }), { code: "interrupted" });
			},
			{ onNote: () => stop.now() },
		);
	});

	it("does not wait for a board without an identity, which needs no button", async () => {
		const network = { connect: () => Promise.reject(new Error("no such network")), close: () => {} };
		await withBoard(
			new FakeBoard(),
			async ({ bench, started, context, configure }) => {
				assert.ok(await bench.reach(started, "backing-off"));
				await configure({ wifi: barn });
				assert.deepEqual(context.named("configured")[0]?.thingName, undefined);
				assert.equal(context.named("note").length, 0);
				assert.equal(bench.stored().settings?.network.wifi[0]?.ssid, "barn");
			},
			{ others: { network } },
		);
	});

	it("says what the board complains of when it does not come online, and that it has the settings", async () => {
		await withBoard(heldBoard, async ({ bench, started, configure }) => {
			assert.ok(await bench.reach(started, "online"));
			await assert.rejects(configure({ wifi: barn }, { onlineMs: 50 }), {
				code: "timeout",
				next: /settings are in its flash/,
			});
			assert.equal(bench.stored().settings?.network.wifi[0]?.ssid, "barn");
		});
	});

	it("knows a firmware that is older than changes of settings", async () => {
		const link: SerialLink & MemoryLink = new MemoryLink((bytes) => {
			const sequence = Buffer.from(Buffer.from(bytes).toString().slice(1), "base64").readUInt16LE(2);
			const hello = { event: "bootstrap.hello", sequence, protocol: 1, model: "old", serialNumber: "1", accepts: true };
			link.fromBoard(`thingsmith ${JSON.stringify({ level: "info", ...hello })}\n`);
		});
		const board = { port: "board", env: {}, openLink: async () => link };
		await assert.rejects(configureDevice({ board, change: { wifi: barn } }, new RecordedContext()), {
			code: "bootstrap-refused",
			message: /older/,
			next: /device flash/,
		});
	});
});

describe("a change of settings in a file", () => {
	it("may hold null for a default, here and in telemetry", () => {
		const change = { address: null, telemetry: { topic: null, intervalMs: 500 } };
		assert.equal(checkSettingsChange(change, "barn.json"), change);
	});

	it("is refused where a member is unknown, cannot change, or has a value that is none", () => {
		for (const [change, named] of [
			[{ wlan: {} }, /"wlan"/],
			[{ host: "x" }, /"host"/],
			[{ keyOrigin: "aws" }, /"keyOrigin"/],
			[{ wifi: { ssid: "a", pasword: "S3CRET" } }, /"wifi.pasword"/],
			[{ wifi: { ssid: "a", password: "S3CRET" } }, /"wifi.password"/],
			[{ telemetry: { intervalMs: 1 } }, /intervalMs"/],
			[{ telemetry: null }, /"telemetry" is null/],
			[[], /object/],
			[null, /object/],
		] as const) {
			assert.throws(
				() => checkSettingsChange(change, "barn.json"),
				({ code, message }: Error & { code?: string }) =>
					code === "bootstrap-invalid" && named.test(message) && !message.includes("S3CRET"),
				JSON.stringify(change),
			);
		}
	});
});
