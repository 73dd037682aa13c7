import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { IdentityStore } from "../../../../firmware/core/identity/identity-store.js";
import { defaultTimeouts } from "../../../../firmware/core/timeouts.js";
import { ToolError } from "../../../../host-tools/base/tool-error.js";
import { createIdentityImage, identityPartitionOffset } from "../../../../host-tools/board/identity/identity-image.js";
import { flashIn } from "../../../../host-tools/board/partitions/memory-flash.js";
import type { ProvisionStep } from "../../../../host-tools/board/provision/provision-events.js";
import { openSerialLink } from "../../../../host-tools/board/serial/open-serial-link.js";
import type { SerialLink } from "../../../../host-tools/board/serial/serial-link.js";
import { nodeClock } from "../../../../host-tools/virtual-device/node-clock.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";
import type { Application } from "../../../rom/application.js";
import type { Board } from "../../../rom/board.js";
import { claimBootstrap } from "../../../support/fake-device.js";
import { writeFirmware } from "../../../support/firmware-directory.js";
import { MemoryLink } from "../../../support/memory-link.js";
import { patience } from "../../../support/patience.js";
import { ProvisionBench, storeOf, thingNameOf } from "../../../support/provision-bench.js";
import { RecordedContext } from "../../../support/recorded-context.js";
import { repositoryRoot } from "../../../support/source-imports.js";
import { startTalkingBoard } from "../../../support/talking-board.js";

const awsKey = { keyOrigin: "aws", telemetry: { intervalMs: 100 } } as const;

describe("device provision of one board", () => {
	let bench: ProvisionBench;
	before(async () => {
		bench = await ProvisionBench.start();
	});
	after(() => bench?.close());

	const steps = (context: RecordedContext): string[] =>
		context.named("provision-step").map(({ step, failed }) => (failed ? `${step} failed` : step));

	async function failure(running: Promise<unknown>): Promise<ToolError> {
		const error = await running.then(
			() => assert.fail("it succeeded"),
			(thrown: unknown) => thrown,
		);
		assert.ok(error instanceof ToolError, String(error));
		return error;
	}

	/** The partition of the board holds that, whatever it was. */
	function putIdentity(board: Board, bytes: Uint8Array): void {
		board.flash.bytes.set(bytes, identityPartitionOffset);
	}

	for (const over of ["serial", "flash"] as const) {
		it(`makes a new claim by itself when one runs out on the way over ${over}`, async () => {
			let ahead = 600_000;
			const board = bench.board({ clock: { ...nodeClock, now: () => Date.now() + ahead } });
			const context = new RecordedContext(({ event }) => {
				if (event === "note") ahead = 0;
			});
			await bench.provision(board, { over }, context);
			assert.equal(steps(context).filter((step) => step === "claim").length, 2);
			assert.match(String(context.named("note")[0]?.text), /expired .* ago.*Making a new claim/);
			assert.deepEqual(bench.certificatesOf(thingNameOf(board)), [storeOf(board).current?.certificateId]);
		});
	}

	it("writes nothing to a chip that has not the pins of the settings", async () => {
		const board = bench.board({ blank: true });
		const sensor = { name: "tmp117", data: 33, clock: 5 };
		const error = await failure(bench.provision(board, { device: { telemetry: { sensor } } }));
		assert.equal(error.code, "chip-mismatch");
		assert.match(error.message, /esp32c3 has no GPIO 33, as "telemetry\.sensor\.data"/);
		assert.ok(board.flash.bytes.every((byte) => byte === 0xff));
	});

	it("gives up with claim-expired when every claim runs out", async () => {
		const board = bench.board({ clock: { ...nodeClock, now: () => Date.now() + 600_000 } });
		const context = new RecordedContext();
		const error = await failure(bench.provision(board, {}, context));
		assert.equal(error.code, "claim-expired");
		assert.equal(steps(context).filter((step) => step === "claim").length, 3);
		assert.equal(steps(context).at(-1), "online failed");
	});

	it("refuses a board with another chip before anything is written, and starts it again", async () => {
		const board = bench.board({ chip: "esp32s3" });
		const written = () => board.flash.read(0, identityPartitionOffset);
		const before = written();
		const error = await failure(bench.provision(board));
		assert.equal(error.code, "chip-mismatch");
		assert.match(String(error.next), /--target esp32s3/);
		assert.deepEqual(written(), before);
		assert.equal(board.state, "running");
	});

	it("needs the firmware's directory, and finds that out before it touches a board", async () => {
		const board = bench.board();
		const empty = await bench.directories.make();
		assert.equal((await failure(bench.provision(board, { firmware: empty }))).code, "firmware-missing");
		await writeFile(join(empty, "build.json"), "{");
		assert.equal((await failure(bench.provision(board, { firmware: empty }))).code, "firmware-invalid");
		assert.deepEqual(board.commands, []);
	});

	it("brings a newer firmware, and leaves a board without one that was built as it is", async () => {
		const newer = await bench.directories.make();
		const { files } = await writeFirmware(newer, { target: "esp32c3", size: 9_001, seed: 2 });
		const board = bench.board();
		await bench.provision(board, { firmware: newer });
		assert.deepEqual(board.flash.read(0x10000, 9_001), new Uint8Array(files.get("firmware.bin") ?? []));
		const taken = bench.board();
		const context = await bench.provision(taken, { firmware: false });
		assert.equal(steps(context)[0], "wake");
		assert.deepEqual(taken.commands, []);
	});

	for (const [name, faults] of [
		["in secure download mode", { secureDownload: true }],
		["with flash encryption", { flashEncryption: true }],
	] as const) {
		it(`gives a board ${name} its bootstrap over serial, and says chip-locked where it is to go into flash`, async () => {
			const board = bench.board({ faults });
			const context = await bench.provision(board);
			assert.match(String(context.named("provision-step")[0]?.detail), /taken as it is/);
			assert.equal(board.commands.includes("FLASH_DEFL_BEGIN"), false);
			const other = bench.board({ faults });
			const error = await failure(bench.provision(other, { over: "flash" }));
			assert.deepEqual([error.code, other.state], ["chip-locked", "running"]);
			assert.match(String(error.next), /--over serial/);
		});
	}

	it("says board-silent where a firmware that takes no bootstrap is to take one over serial", async () => {
		const board = bench.board({ hears: false });
		const timeouts = { ...bench.options(board).timeouts, helloMs: 300 };
		for (const more of [{ over: "serial" }, { firmware: false }] as const) {
			const error = await failure(bench.provision(board, { ...more, timeouts }));
			assert.equal(error.code, "board-silent");
			assert.ok(error.next);
		}
		await bench.provision(board, { timeouts, device: awsKey });
		assert.equal(storeOf(board).current?.thingName, thingNameOf(board));
	});

	it("says what a board said that is none of ours, whatever it is", async () => {
		const helloMs = patience(500);
		const words = (name: string) => readFile(join(repositoryRoot, "test/fixtures/boot-logs", name));
		for (const [name, code] of [
			["brownout.txt", "brownout"],
			["bootloader-missing.txt", "bootloader-missing"],
			["firmware-foreign.micropython.txt", "firmware-foreign"],
			["of another speed", "line-garbled"],
		] as const) {
			const talking = await startTalkingBoard(code === "line-garbled" ? randomBytes(300) : await words(name));
			const options = { port: talking.port, openLink: openSerialLink, timeouts: { helloMs } };
			const error = await failure(bench.provision(bench.board(), options));
			await talking.close();
			assert.equal(error.code, code);
			assert.ok(error.message.startsWith(`${talking.port} does not answer: `), error.message);
			assert.ok(error.next);
		}
	});

	it("spends no claim on a board that says it takes none, and has no name", async () => {
		const link: SerialLink & MemoryLink = new MemoryLink((bytes) => {
			const sequence = Buffer.from(Buffer.from(bytes).toString().slice(1), "base64").readUInt16LE(2);
			const about = { event: "bootstrap.hello", sequence, protocol: 1, model: "esp32c3", serialNumber: "1" };
			const hello = { ...about, accepts: false, code: "identity-kept" };
			link.fromBoard(`thingsmith ${JSON.stringify({ level: "info", ...hello })}\n`);
		});
		const context = new RecordedContext();
		const options = { over: "serial", openLink: async () => link } as const;
		const error = await failure(bench.provision(bench.board(), options, context));
		assert.equal(error.code, "bootstrap-refused");
		assert.match(error.next ?? "", /BOOT button/);
		assert.equal(steps(context).includes("claim"), false);
	});

	it("spends no claim on a board that breaks down, though its bootloader was reached", async () => {
		const application: Application = ({ print }) => {
			print("Brownout detector was triggered\r\n");
			return { stop: () => {} };
		};
		const context = new RecordedContext();
		const timeouts = { helloMs: patience(500) };
		const error = await failure(bench.provision(bench.board({ application }), { timeouts }, context));
		assert.equal(error.code, "brownout");
		assert.deepEqual(steps(context), ["firmware", "wake failed"]);
	});

	it("names topic and policy where AWS cuts the device off when it publishes, with one claim spent", async () => {
		// AWS takes one CONNECT a second from a client id.
		const backoff = { minimumMs: 1_000, baseMs: 1_000, capMs: 1_000 };
		const board = bench.board({ timeouts: { ...defaultTimeouts, provisioningBackoff: backoff } });
		const context = new RecordedContext();
		const telemetry = { topic: "dt/{thingName}/t", statusTopic: "", intervalMs: 100 };
		const error = await failure(bench.provision(board, { device: { ...awsKey, telemetry } }, context));
		assert.equal(error.code, "connection-lost");
		assert.match(
			error.message,
			/publishes to dt\/thingsmith-\w+\/t: its policy must allow.*attached: thingsmith-device/,
		);
		assert.match(String(error.next), /iot:Publish on topic\/dt\/.* in thingsmith-device/);
		assert.match(String(context.named("note")[0]?.text), /2 times in a row/);
		assert.equal(steps(context).filter((step) => step === "claim").length, 1);
	});

	it("says which chip, firmware and sensor a board has, and takes an unknown sensor for a failure where a reading is required", async () => {
		const [done] = (await bench.provision(bench.board(), { device: awsKey })).named("board-provisioned");
		assert.deepEqual([done?.chip, done?.firmware, done?.sensor], ["ESP32-C3", "0.1.0", { answers: true }]);
		const device = { ...awsKey, telemetry: { ...awsKey.telemetry, sensor: { name: "tmp117", data: 4, clock: 5 } } };
		const [without] = (await bench.provision(bench.board(), { device })).named("board-provisioned");
		assert.equal(without?.sensor?.answers === false && without.sensor.code, "sensor-unknown");
		const context = new RecordedContext();
		const error = await failure(bench.provision(bench.board(), { device, requireReading: true }, context));
		assert.equal(error.code, "sensor-unknown");
		assert.equal(steps(context).filter((step) => step === "claim").length, 1);
	});

	it("requires a reading of a board that was provisioned before, too", async () => {
		const board = bench.board();
		await bench.provision(board, { device: awsKey });
		const context = await bench.provision(board, { requireReading: true });
		assert.deepEqual(steps(context), ["firmware", "wake", "reading", "verify"]);
		assert.deepEqual(context.named("board-provisioned")[0]?.sensor, { answers: true });
	});

	it("over flash takes a board without firmware to bring, and says who it is by its MAC address", async () => {
		const board = bench.board();
		await bench.provision(board, { over: "flash", firmware: false, device: awsKey });
		assert.equal(storeOf(board).current?.thingName, thingNameOf(board));
	});

	it("keeps the identity of a board that has one, over serial and flash", async () => {
		const board = bench.board();
		await bench.provision(board);
		const held = storeOf(board).current?.certificateId;
		for (const over of ["serial", "flash"] as const) {
			const context = await bench.provision(board, { over });
			const [done] = context.named("board-provisioned");
			assert.deepEqual([done?.already, done?.certificateId], [true, held]);
			const [note] = context.named("note");
			assert.match(String(note?.text), /settings given were not applied.*device configure --port board/);
			assert.deepEqual((await bench.provision(board, { over, device: { keyOrigin: "device" } })).named("note"), []);
		}
		assert.deepEqual(bench.certificatesOf(thingNameOf(board)), [held]);
	});

	it("says thing-incomplete when AWS has lost the policy, or the thing, of a board that has an identity", async () => {
		const board = bench.board();
		await bench.provision(board);
		const { registry } = bench.emulator;
		const [arn = ""] = registry.things.listThingPrincipals(thingNameOf(board));
		registry.policies.detachPolicy("thingsmith-device", arn);
		const incomplete = async (message: RegExp) => {
			const context = new RecordedContext();
			const error = await failure(bench.provision(board, {}, context));
			assert.equal(error.code, "thing-incomplete");
			assert.match(error.message, message);
			assert.equal(steps(context).at(-1), "verify failed");
		};
		await incomplete(/no policy/);
		registry.policies.attachPolicy("thingsmith-device", arn);
		await bench.provision(board);
		registry.things.detachThingPrincipal(thingNameOf(board), arn);
		registry.things.deleteThing(thingNameOf(board));
		await incomplete(/There is no thing/);
	});

	it("makes nothing of what a partition holds that is no journal, and keeps what it has staged", async () => {
		const noisy = bench.board();
		putIdentity(
			noisy,
			Uint8Array.from({ length: 0x8000 }, (_, index) => (index * 7) & 0xff),
		);
		await bench.provision(noisy, { over: "flash", device: awsKey });
		assert.equal(storeOf(noisy).current?.thingName, thingNameOf(noisy));

		const staging = bench.board();
		const image = createIdentityImage(
			claimBootstrap({ certificate: Uint8Array.of(0x30, 0), privateKey: Uint8Array.of(0x30, 0), expiresAt: 1 }),
		);
		const store = new IdentityStore(flashIn(image), nodeTextCodec);
		store.keepKey({ privateKey: Uint8Array.of(0x30, 0), certificateSigningRequest: "kept" });
		putIdentity(staging, image);
		const seen: unknown[] = [];
		const context = new RecordedContext((one) => {
			if (one.event === "provision-step" && one.step === "bootstrap") {
				seen.push(storeOf(staging).pendingKey?.certificateSigningRequest);
			}
		});
		await bench.provision(staging, { over: "flash", device: awsKey }, context);
		assert.deepEqual(seen, ["kept"]);
	});

	it("touches no board when Ctrl-C comes first, and leaves one that works when it comes at any step", async () => {
		const board = bench.board({ blank: true });
		const early = new RecordedContext();
		early.stop();
		assert.equal((await failure(bench.provision(board, {}, early))).code, "interrupted");
		assert.deepEqual(board.commands, []);
		const all: readonly ProvisionStep[] = ["firmware", "wake", "claim", "bootstrap"];
		for (const step of all) {
			const context = new RecordedContext((one) => {
				if (one.event === "provision-step" && one.step === step) context.stop();
			});
			assert.equal((await failure(bench.provision(board, {}, context))).code, "interrupted", step);
			assert.equal(storeOf(board).claim === undefined, step !== "bootstrap");
		}
		const middle = new RecordedContext((one) => {
			if (one.event === "flashing" && one.written > 0) middle.stop();
		});
		const blank = bench.board({ blank: true });
		assert.equal((await failure(bench.provision(blank, {}, middle))).code, "interrupted");
		for (const one of [board, blank]) {
			await bench.provision(one);
			assert.deepEqual(bench.certificatesOf(thingNameOf(one)), [storeOf(one).current?.certificateId]);
		}
	});
});
