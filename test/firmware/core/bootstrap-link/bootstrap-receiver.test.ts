import assert from "node:assert/strict";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import type { Bootstrap } from "../../../../firmware/core/bootstrap.js";
import {
	BootstrapReceiver,
	type BootstrapReceiverOptions,
} from "../../../../firmware/core/bootstrap-link/bootstrap-receiver.js";
import {
	encodeFrame,
	encodeManifest,
	encodePart,
	frameType,
	maximumBootstrap,
} from "../../../../firmware/core/bootstrap-link/frames.js";
import { toRecords } from "../../../../firmware/core/identity/bootstrap-records.js";
import { DeviceError, type ErrorCode } from "../../../../firmware/ports/errors.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";
import { fakePair } from "../../../fakes/fake-pair.js";
import { RecordingLog } from "../../../fakes/recording-log.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";
import { claimBootstrap, settle } from "../../../support/fake-device.js";
import { FrameWriter } from "../../../support/serial-bench.js";

const { certificate, privateKey } = fakePair("claim");
const claim = { certificate, privateKey, expiresAt: 300_000 };
const bootstrap = claimBootstrap(claim, { wifi: { ssid: "Küche", password: "pass word" } });
const records = toRecords(bootstrap, nodeTextCodec);
const idleMs = 15_000;

function bench(others: Partial<BootstrapReceiverOptions> = {}) {
	const log = new RecordingLog();
	const time = new VirtualTime();
	const installed: Bootstrap[] = [];
	const configured: unknown[] = [];
	const begun: true[] = [];
	const receiver = new BootstrapReceiver({
		system: { timer: time, text: nodeTextCodec, log },
		idleMs,
		describe: () => ({
			model: "fake",
			serialNumber: "0a",
			state: "unclaimed",
			thingName: undefined,
			keyReady: false,
		}),
		refusal: () => undefined,
		ownKey: () => undefined,
		makeOwnKey: () => Promise.resolve(),
		onBegin: () => void begun.push(true),
		install: async (one) => void installed.push(one),
		configure: async (changes) => void configured.push(changes),
		...others,
	});
	const send = async (...lines: readonly string[]) => {
		for (const line of lines) receiver.push(Buffer.from(line));
		await settle();
	};
	return { log, time, installed, configured, begun, receiver, send, writer: new FrameWriter() };
}

const lastRefusal = (log: RecordingLog) => log.last("bootstrap.refused")?.fields.code;

describe("the receiver of a bootstrap", () => {
	it("acknowledges frame by frame, and gives the device what was sent", async () => {
		const { send, log, installed, writer, time } = bench();
		const lines = writer.bootstrap(records);
		await send(...lines);
		assert.deepEqual(installed, [bootstrap]);
		const received = log.entries.filter(({ event }) => event === "bootstrap.received");
		assert.deepEqual(
			received.map(({ fields }) => fields.sequence),
			// The sequence number wraps.
			lines.slice(0, -1).map((_, index) => (0xffff + index) & 0xffff),
		);
		assert.equal(log.events.at(-1), "bootstrap.accepted");
		assert.equal(time.pending, 0);
	});

	it("does not mind how the bytes come in, nor what people type between the lines", async () => {
		const text = bench().writer.bootstrap(records).join("");
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }),
				fc.stringMatching(/^[ -?A-~\r\n]*$/),
				async (sizes, noise) => {
					const { send, installed } = bench();
					const whole = Buffer.from(text.replaceAll("@", () => `${noise}@`));
					for (let offset = 0, turn = 0; offset < whole.length; turn++) {
						const size = sizes[turn % sizes.length] ?? 1;
						await send(whole.subarray(offset, offset + size).toString("latin1"));
						offset += size;
					}
					assert.equal(installed.length, 1);
				},
			),
			{ numRuns: 30 },
		);
	});

	it("says who the device is, whenever it is asked, and what it takes", async () => {
		const code: { now: ErrorCode | undefined } = { now: undefined };
		const { send, log, writer } = bench({ refusal: () => code.now });
		await send(writer.line(frameType.hello));
		code.now = "identity-kept";
		await send(writer.line(frameType.hello));
		const [first, second] = log.entries;
		assert.deepEqual(first?.fields, {
			sequence: 0xffff,
			protocol: 1,
			maximumBytes: maximumBootstrap,
			maximumPart: 197,
			model: "fake",
			serialNumber: "0a",
			takesSettings: true,
			state: "unclaimed",
			keyReady: false,
			accepts: true,
		});
		assert.deepEqual([second?.fields.accepts, second?.fields.code], [false, "identity-kept"]);
	});

	it("answers a frame that came twice twice, and applies it once", async () => {
		const { send, log, installed, writer } = bench();
		for (const line of writer.bootstrap(records)) await send(line, line);
		await settle();
		assert.equal(installed.length, 1);
		assert.equal(lastRefusal(log), undefined);
		assert.equal(log.events.filter((event) => event === "bootstrap.accepted").length, 1);
		// The end that is sent again after its answer was lost.
		await send(
			encodeFrame(
				{
					type: frameType.end,
					sequence: Number(log.last("bootstrap.accepted")?.fields.sequence),
					payload: new Uint8Array(0),
				},
				nodeTextCodec,
			),
		);
		assert.equal(log.events.filter((event) => event === "bootstrap.accepted").length, 2);
		assert.equal(installed.length, 1);
	});

	it("does not answer damaged lines, and takes them when they come again", async () => {
		await fc.assert(
			fc.asyncProperty(fc.infiniteStream(fc.nat({ max: 999 })), async (chance) => {
				const { send, log, installed, writer } = bench();
				for (const line of writer.bootstrap(records)) {
					const answers = log.entries.length;
					for (let tries = 0; log.entries.length === answers && tries < 50; tries++) {
						const dice = chance.next().value as number;
						const at = dice % (line.length - 1);
						const damaged = `${line.slice(0, at)}~${line.slice(at + 1)}`;
						await send(dice % 3 === 0 ? damaged : dice % 3 === 1 ? line.slice(0, at) : line);
					}
				}
				assert.equal(installed.length, 1);
				assert.equal(lastRefusal(log), undefined);
			}),
			{ numRuns: 20 },
		);
	});

	it("installs nothing unless every frame came, in order", async () => {
		const count = bench().writer.bootstrap(records).length;
		for (let missing = 0; missing < count; missing++) {
			const { send, installed, log, writer } = bench();
			await send(...writer.bootstrap(records).filter((_, index) => index !== missing));
			assert.deepEqual(installed, [], `frame ${missing} of ${count} is missing`);
			if (missing < count - 1) assert.equal(lastRefusal(log), "bootstrap-invalid");
		}
		const { send, installed, writer } = bench();
		const lines = writer.bootstrap(records);
		await send(lines[0] as string, lines[2] as string, lines[1] as string, ...lines.slice(3));
		assert.deepEqual(installed, []);
	});

	it("forgets half a bootstrap after a while of silence, and takes a whole one then", async () => {
		const { send, installed, log, time, writer } = bench();
		const half = writer.bootstrap(records);
		await send(...half.slice(0, 5));
		time.run(idleMs - 1);
		assert.ok(!log.events.includes("bootstrap.forgotten"));
		time.run(1);
		assert.equal(log.events.at(-1), "bootstrap.forgotten");
		await send(...half.slice(5));
		assert.deepEqual(installed, []);
		assert.equal(lastRefusal(log), "bootstrap-invalid");
		await send(...writer.bootstrap(records));
		assert.equal(installed.length, 1);
		assert.equal(time.pending, 0);
	});

	it("begins anew when it is told to, and forgets what it is told to forget", async () => {
		const { send, installed, writer, time } = bench();
		await send(...writer.bootstrap(records).slice(0, 7), ...writer.bootstrap(records));
		assert.equal(installed.length, 1);
		const lines = writer.bootstrap(records);
		await send(...lines.slice(0, 7), writer.line(frameType.abort), ...lines.slice(7));
		assert.equal(installed.length, 1);
		assert.equal(time.pending, 0);
	});

	it("refuses at once what makes no bootstrap, is too large, or is malformed", async () => {
		const begin = (types: readonly number[], length: number) =>
			encodeManifest({ records: types.map((type) => ({ type, length })), crc: 0 });
		const cases: [Uint8Array, ErrorCode][] = [
			[begin([2, 3, 4, 5], 10), "bootstrap-invalid"],
			[begin([2, 3, 4, 5, 5], 10), "bootstrap-invalid"],
			[begin([2, 3, 11, 12, 13], 10), "bootstrap-invalid"],
			[begin([], 0), "bootstrap-invalid"],
			[new Uint8Array(0), "bootstrap-invalid"],
			[begin([2, 3, 4, 5, 6], 10).subarray(1), "bootstrap-invalid"],
			[begin([2, 3, 4, 5, 6], 60_000), "flash-full"],
			[begin([2, 3, 4, 5, 6], Math.floor(maximumBootstrap / 5) + 1), "flash-full"],
		];
		for (const [payload, code] of cases) {
			const { send, log, writer, time } = bench();
			await send(writer.line(frameType.begin, payload));
			assert.equal(lastRefusal(log), code);
			assert.equal(time.pending, 0);
		}
		const { send, log, writer } = bench();
		await send(writer.line(99));
		assert.equal(lastRefusal(log), "bootstrap-invalid");
	});

	it("refuses parts that were not announced, overlap, leave gaps or reach too far", async () => {
		const parts = [
			{ type: 11, offset: 0, bytes: new Uint8Array(1) },
			{ type: 2, offset: 1, bytes: new Uint8Array(1) },
			{ type: 3, offset: 0, bytes: new Uint8Array(3) },
		];
		for (const payload of [...parts.map(encodePart), new Uint8Array(2)]) {
			const { send, log, installed, writer } = bench();
			const [first] = writer.bootstrap(records);
			await send(first as string);
			const next = new FrameWriter(0xffff);
			await send(next.line(frameType.part, payload), next.line(frameType.end));
			assert.equal(lastRefusal(log), "bootstrap-invalid");
			assert.deepEqual(installed, []);
		}
	});

	it("refuses a bootstrap whose content is wrong, before the device hears of it", async () => {
		const wrong: [number, Uint8Array][] = [
			[2, Buffer.from("{")],
			[2, Buffer.from(JSON.stringify({ host: "h", clientId: "c", templateName: "" }))],
			[2, Uint8Array.of(0xff, 0xfe)],
			[3, Uint8Array.of(0x30, 5)],
			[4, Uint8Array.of(1, 2, 3)],
			[5, claim.privateKey.subarray(0, 1000)],
			[6, Buffer.from(`{"expiresAt":"soon"}`)],
		];
		for (const [type, content] of wrong) {
			const { send, log, installed, writer } = bench();
			await send(...writer.bootstrap(new Map([...records, [type, content]])));
			assert.equal(lastRefusal(log), "bootstrap-invalid", `record ${type}`);
			assert.deepEqual(installed, []);
		}
	});

	it("asks whether a bootstrap is welcome at its beginning, and once more before it is installed", async () => {
		const code: { now: ErrorCode | undefined } = { now: "identity-kept" };
		const { send, log, installed, writer } = bench({ refusal: () => code.now });
		await send(writer.bootstrap(records)[0] as string);
		assert.equal(lastRefusal(log), "identity-kept");
		code.now = undefined;
		const lines = writer.bootstrap(records);
		await send(...lines.slice(0, -1));
		code.now = "identity-kept";
		await send(lines.at(-1) as string);
		assert.deepEqual(installed, []);
		assert.equal(log.events.filter((event) => event === "bootstrap.refused").length, 2);
	});

	it("gives the device a change of settings, and takes nothing else for one", async () => {
		const { send, log, installed, configured, begun, writer } = bench();
		const change = { wifi: [{ ssid: "Küche", password: "other word" }], light: null };
		const record = (text: string) => new Map([[21, Buffer.from(text)]]);
		await send(...writer.bootstrap(record(JSON.stringify(change))));
		assert.deepEqual([configured, installed, begun.length], [[change], [], 1]);
		assert.equal(log.events.at(-1), "bootstrap.accepted");
		for (const text of ["", "{", "null", '"wifi"']) {
			await send(...writer.bootstrap(record(text)));
			assert.equal(lastRefusal(log), "bootstrap-invalid", text);
		}
		const mixed = writer.bootstrap(new Map([...records, [21, Buffer.from("{}")]]));
		await send(mixed[0] as string);
		assert.equal(log.events.at(-1), "bootstrap.refused");
		assert.equal(configured.length, 1);
	});

	it("says why it could not be installed, as often as it is asked", async () => {
		const install = () => Promise.reject(new DeviceError("flash-full", "It does not fit"));
		const { send, log, writer } = bench({ install });
		const lines = writer.bootstrap(records);
		await send(...lines);
		await send(lines.at(-1) as string);
		const refusals = log.entries.filter(({ event }) => event === "bootstrap.refused");
		assert.equal(refusals.length, 2);
		assert.deepEqual(refusals[1]?.fields, { ...refusals[0]?.fields, code: "flash-full", message: "It does not fit" });
	});

	it("speaks no other protocol, but says hello in any", async () => {
		const { send, log, writer } = bench();
		const other = (line: string) => {
			const bytes = Buffer.from(line.slice(1), "base64");
			bytes[0] = 2;
			const body = bytes.subarray(0, -4);
			bytes.writeUInt32LE(crc32(body), body.length);
			return `@${bytes.toString("base64")}\n`;
		};
		await send(other(writer.line(frameType.hello)), other(writer.bootstrap(records)[0] as string));
		assert.deepEqual(log.events, ["bootstrap.hello", "bootstrap.refused"]);
	});

	it("answers nothing any more once it is closed, and leaves no timer behind", async () => {
		let finish: () => void = () => {};
		const install = () =>
			new Promise<void>((resolve) => {
				finish = resolve;
			});
		const { send, log, receiver, time, writer } = bench({ install });
		await send(...writer.bootstrap(records));
		const answers = log.entries.length;
		receiver.close();
		receiver.close();
		finish();
		await send(writer.line(frameType.hello));
		assert.equal(log.entries.length, answers);
		assert.equal(time.pending, 0);
	});

	it("stays quiet and alive whatever arrives", () => {
		fc.assert(
			fc.property(fc.array(fc.uint8Array({ maxLength: 700 })), (chunks) => {
				const { receiver, log } = bench();
				for (const chunk of chunks) receiver.push(chunk);
				assert.deepEqual(log.entries, []);
			}),
		);
	});
});
