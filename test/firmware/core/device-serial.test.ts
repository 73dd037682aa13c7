import assert from "node:assert/strict";
import { bareBoard } from "../../../firmware/core/bare-board.js";
import type { Bootstrap } from "../../../firmware/core/bootstrap.js";
import { toRecords } from "../../../firmware/core/identity/bootstrap-records.js";
import type { Board } from "../../../firmware/ports/board.js";
import { nodeTextCodec } from "../../../host-tools/virtual-device/node-text-codec.js";
import { FakeBoard } from "../../fakes/fake-board.js";
import { NorFlash } from "../../fakes/nor-flash.js";
import { RecordingLog } from "../../fakes/recording-log.js";
import { type BenchOptions, type DeviceBench, deviceBench } from "../../support/device-bench.js";
import { claimBootstrap, type FakeDevice, fakeDevice, runUntil, settle } from "../../support/fake-device.js";
import { FrameWriter } from "../../support/serial-bench.js";

/** A device that hears what `say` says. */
function listening(bench: DeviceBench, flash?: NorFlash, board: Board = bareBoard("fake", "0")) {
	let listener: ((bytes: Uint8Array) => void) | undefined;
	const log = new RecordingLog();
	const console = {
		listen: (onBytes: (bytes: Uint8Array) => void) => {
			listener = onBytes;
		},
		close: () => {
			listener = undefined;
		},
	};
	let started: FakeDevice;
	if (flash) {
		started = fakeDevice(bench.cloud, flash, { console, log, board });
		started.device.start();
	} else {
		started = bench.boot({ console, log, board });
	}
	const say = async (lines: readonly string[]) => {
		for (const line of lines) listener?.(Buffer.from(line));
		await settle();
		await settle();
	};
	return { started, log, say };
}

const linesOf = (bootstrap: Bootstrap, writer = new FrameWriter()) =>
	writer.bootstrap(toRecords(bootstrap, nodeTextCodec));

/** A device whose claim ran out before it was of use. */
const expired: BenchOptions = {
	bootstrap: (cloud) => claimBootstrap({ ...cloud.issueClaim(), expiresAt: cloud.time.trueNow - 1000 }),
};

describe("a device on its serial line", () => {
	it("that is blank comes online by a bootstrap, and then keeps its identity", async () => {
		const bench = deviceBench({ bootstrap: null });
		const { started, log, say } = listening(bench);
		await say(linesOf(claimBootstrap(bench.cloud.issueClaim())));
		assert.ok(await bench.reach(started, "online"));
		const before = bench.stored().current;
		await say(linesOf(claimBootstrap(bench.cloud.issueClaim())).slice(0, 1));
		assert.equal(log.last("bootstrap.refused")?.fields.code, "identity-kept");
		assert.equal(started.device.state, "online");
		assert.deepEqual(bench.stored().current, before);
		await started.device.stop();
		assert.equal(bench.cloud.time.pending, 0);
	});

	it("whose claim ran out goes on with the next one, and keeps what it has staged", async () => {
		const bench = deviceBench(expired);
		const { started, say } = listening(bench);
		assert.ok(await bench.reach(started, "failed"));
		await say(linesOf(claimBootstrap(bench.cloud.issueClaim())));
		assert.ok(await bench.reach(started, "online"));
		assert.equal(bench.cloud.certificates.length, 1);
		await started.device.stop();
	});

	it("with its button held takes a bootstrap in the place of its identity, of which nothing can be read any more", async () => {
		const bench = deviceBench();
		const board = new FakeBoard();
		const { started, say } = listening(bench, undefined, board);
		assert.ok(await bench.reach(started, "online"));
		const before = bench.stored().current;
		board.press(true);
		await say(linesOf(claimBootstrap(bench.cloud.issueClaim(), { parameters: { SerialNumber: "43" } })));
		board.press(false);
		assert.equal(bench.stored().current, undefined);
		assert.equal(bench.cells.indexOf((before?.privateKey ?? new Uint8Array(0)).subarray(100, 132)), -1);
		assert.ok(await bench.reach(started, "online"));
		assert.equal(bench.stored().current?.thingName, "thing-43");
		await started.device.stop();
		assert.equal(bench.cloud.time.pending, 0);
	});

	it("that is busy with a claim leaves it for the bootstrap that comes in", async () => {
		const bench = deviceBench();
		bench.cloud.faults.refuse = (clientId) => clientId === "claim-client";
		const { started, log, say } = listening(bench);
		assert.ok(await bench.reach(started, "backing-off"));
		await say(linesOf(claimBootstrap(bench.cloud.issueClaim(), { clientId: "another-client" })));
		assert.ok(await bench.reach(started, "online"));
		assert.ok(log.states.includes("unclaimed"));
		await started.device.stop();
		assert.equal(bench.cloud.time.pending, 0);
	});

	it("changes no byte of its flash, and not its life, for half a bootstrap", async () => {
		for (const options of [{ bootstrap: null }, expired]) {
			const count = linesOf(claimBootstrap(deviceBench({ bootstrap: null }).cloud.issueClaim())).length;
			for (let frames = 0; frames < count; frames++) {
				const bench = deviceBench(options);
				const { started, say } = listening(bench);
				await runUntil(bench.cloud, () => started.device.state !== "unclaimed", 60_000);
				const { state } = started.device;
				const before = Buffer.from(bench.cells.bytes);
				await say(linesOf(claimBootstrap(bench.cloud.issueClaim())).slice(0, frames));
				assert.ok(before.equals(bench.cells.bytes), `${frames} of ${count} frames`);
				assert.equal(started.device.state, state);
				await started.device.stop();
				assert.equal(bench.cloud.time.pending, 0);
			}
		}
	});

	it("has, after a power cut at every seventh step of the flash, the old bootstrap or the whole new one", async function () {
		this.timeout(120_000);
		for (const options of [{ bootstrap: null }, expired]) {
			const outcomes = new Set<string>();
			for (let cutAtStep = 1; ; cutAtStep += 7) {
				const bench = deviceBench(options);
				const old = bench.stored().claim?.certificate;
				const flash = new NorFlash({ cells: bench.cells, cutAtStep });
				const { started, say } = listening(bench, flash);
				await runUntil(bench.cloud, () => started.device.state === "failed" || options.bootstrap === null, 60_000);
				const bootstrap = claimBootstrap(bench.cloud.issueClaim());
				await say(linesOf(bootstrap));
				const cut = flash.dead;
				bench.cloud.time.reset();
				const { claim, settings } = bench.stored();
				const taken = Buffer.from(claim?.certificate ?? []).equals(bootstrap.credential.certificate);
				if (!taken) assert.deepEqual(claim?.certificate, old, `cut at ${cutAtStep}`);
				assert.equal(settings !== undefined, claim !== undefined);
				if (!cut) {
					assert.ok(taken);
					break;
				}
				outcomes.add(taken ? "new" : "old");
			}
			assert.deepEqual([...outcomes].sort(), ["new", "old"]);
		}
	});

	it("reports a flash that takes no bootstrap, and goes on as before", async () => {
		const bench = deviceBench(expired);
		const flash = new NorFlash({ cells: bench.cells });
		const { started, log, say } = listening(bench, flash);
		assert.ok(await bench.reach(started, "failed"));
		flash.write = () => {
			throw new Error("worn");
		};
		const old = bench.stored().claim;
		await say(linesOf(claimBootstrap(bench.cloud.issueClaim())));
		assert.equal(log.last("bootstrap.refused")?.fields.code, "flash-failed");
		assert.deepEqual(bench.stored().claim, old);
		await settle();
		assert.equal(log.last("failed")?.fields.code, "claim-expired");
		await started.device.stop();
	});

	it("says nothing secret of what came in, whatever became of it", async () => {
		const password = "correct horse battery";
		const bench = deviceBench({ bootstrap: null });
		const { started, log, say } = listening(bench);
		const claim = bench.cloud.issueClaim();
		const bootstrap = claimBootstrap(claim, { wifi: { ssid: "home", password } });
		const lines = linesOf(bootstrap);
		const hidden = (lines[2] as string).slice(0, -9);
		await say([...lines.slice(0, 4), `${hidden}\n`, lines[7] as string]);
		const wrong = new Map(toRecords(bootstrap, nodeTextCodec));
		for (const [type, bytes] of wrong)
			await say(new FrameWriter().bootstrap(new Map([...wrong, [type, bytes.subarray(0, -1)]])));
		await say(linesOf(bootstrap));
		assert.ok(await bench.reach(started, "online"));
		await say(linesOf(bootstrap));
		await started.device.stop();
		const text = JSON.stringify(log.entries);
		assert.ok(log.events.filter((event) => event === "bootstrap.refused").length > 5);
		const key = Buffer.from(claim.privateKey);
		const secrets = [password, key.subarray(40, 140).toString("hex"), key.toString("base64").slice(60, 160)];
		for (const secret of [...secrets, ...lines.map((line) => line.slice(20, -10))]) {
			for (let at = 0; at + 12 <= secret.length; at += 4) {
				assert.ok(!text.includes(secret.slice(at, at + 12)), "a secret is in the log");
			}
		}
	});
});
