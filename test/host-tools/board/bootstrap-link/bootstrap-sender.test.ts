import assert from "node:assert/strict";
import fc from "fast-check";
import { maximumBootstrap } from "../../../../firmware/core/bootstrap-link/frames.js";
import { BoardLines } from "../../../../host-tools/board/bootstrap-link/board-lines.js";
import { sendBootstrap } from "../../../../host-tools/board/bootstrap-link/bootstrap-sender.js";
import { helloBoard } from "../../../../host-tools/board/bootstrap-link/hello-board.js";
import { until } from "../../../support/deadline.js";
import { type DeviceBench, deviceBench } from "../../../support/device-bench.js";
import { claimBootstrap, type FakeDevice, runUntil } from "../../../support/fake-device.js";
import { MemoryLink, type Wire } from "../../../support/memory-link.js";
import { patience } from "../../../support/patience.js";
import { serialPorts } from "../../../support/serial-device.js";

const { signal } = new AbortController();
const fast = { signal, repeatMs: 5, deadlineMs: patience(5000) };

interface Stage {
	readonly bench: DeviceBench;
	readonly started: FakeDevice;
	readonly board: BoardLines;
	readonly link: MemoryLink;
	readonly events: () => readonly string[];
	bootstrap(): ReturnType<typeof claimBootstrap>;
}

/** A blank device with a serial line to it. */
async function withDevice(use: (stage: Stage) => Promise<void>, wire?: Wire): Promise<void> {
	const bench = deviceBench({ bootstrap: null });
	const { ports, link, log } = serialPorts(wire);
	const started = bench.boot(ports);
	try {
		const bootstrap = () => claimBootstrap(bench.cloud.issueClaim());
		await use({ bench, started, board: new BoardLines(link), link, events: () => log.events, bootstrap });
	} finally {
		await started.device.stop();
	}
}

describe("sendBootstrap", () => {
	it("brings a blank device online, and reports its progress", async () => {
		await withDevice(async ({ bench, started, board, bootstrap }) => {
			const progress: [number, number][] = [];
			await sendBootstrap(board, bootstrap(), {
				...fast,
				onProgress: (sent, total) => void progress.push([sent, total]),
			});
			assert.ok(progress.length > 3);
			const [sent, total] = progress.at(-1) ?? [];
			assert.equal(sent, total);
			assert.ok(await bench.reach(started, "online"));
			const hello = await helloBoard(board, fast);
			assert.deepEqual([hello.state, hello.refusal], ["online", "identity-kept"]);
			assert.equal(hello.thingName, bench.stored().current?.thingName);
		});
	});

	it("gets through a line that loses, doubles and damages bytes both ways", async function () {
		this.timeout(120_000);
		await fc.assert(
			fc.asyncProperty(fc.infiniteStream(fc.nat({ max: 99 })), async (dice) => {
				const roll = () => dice.next().value as number;
				const wire: Wire = (bytes) => {
					const luck = roll();
					if (luck < 8) return [];
					if (luck < 16) return [bytes, bytes];
					if (luck < 24) return [bytes.subarray(0, roll() % bytes.length)];
					if (luck < 32) bytes[roll() % bytes.length] = roll();
					return [bytes];
				};
				await withDevice(async ({ bench, started, board, bootstrap, events }) => {
					await sendBootstrap(board, bootstrap(), fast);
					assert.ok(await bench.reach(started, "online"));
					assert.ok(!events().includes("bootstrap.refused"));
				}, wire);
			}),
			{ numRuns: 15 },
		);
	});

	it("rejects with what the device refuses, and with what to do about it", async () => {
		await withDevice(async ({ bench, started, board, bootstrap }) => {
			await sendBootstrap(board, bootstrap(), fast);
			assert.ok(await bench.reach(started, "online"));
			const before = bench.stored().current?.certificateId;
			await assert.rejects(sendBootstrap(board, bootstrap(), fast), {
				code: "bootstrap-refused",
				message: /has an identity.*identity-kept/,
				next: /BOOT button/,
			});
			assert.equal(bench.stored().current?.certificateId, before);
		});
	});

	it("rejects before it sends anything when the bootstrap is too large", async () => {
		await withDevice(async ({ board, bootstrap, events }) => {
			const large = { ...bootstrap(), rootCa: new Uint8Array(maximumBootstrap) };
			await assert.rejects(sendBootstrap(board, large, fast), { code: "bootstrap-refused", message: /12288/ });
			assert.ok(!events().some((event) => event.startsWith("bootstrap.")));
		});
	});

	it("rejects when the board is silent, unplugged, or nobody wants it any more, each at once", async () => {
		const claim = claimBootstrap(deviceBench({ bootstrap: null }).cloud.issueClaim());
		const silent = new BoardLines(new MemoryLink(() => {}));
		const short = { ...fast, deadlineMs: 30 };
		await assert.rejects(sendBootstrap(silent, claim, short), { code: "board-silent", next: /RESET/ });
		await assert.rejects(helloBoard(silent, short), { code: "board-silent" });

		const link = new MemoryLink(() => {});
		const sending = sendBootstrap(new BoardLines(link), claim, fast);
		link.unplug();
		await assert.rejects(sending, { code: "port-lost" });

		const abort = new AbortController();
		const interrupted = sendBootstrap(silent, claim, { ...fast, signal: abort.signal });
		abort.abort();
		await assert.rejects(interrupted, { code: "interrupted" });
		await assert.rejects(helloBoard(silent, { ...fast, signal: abort.signal }), { code: "interrupted" });
	});

	it("tells the board to forget what it has when it is interrupted in the middle", async () => {
		await withDevice(async ({ bench, board, bootstrap, started }) => {
			const abort = new AbortController();
			const onProgress = () => abort.abort();
			const sending = sendBootstrap(board, bootstrap(), { ...fast, signal: abort.signal, onProgress });
			await assert.rejects(sending, { code: "interrupted" });
			await until("the device forgot it", () => bench.cloud.time.pending === 0);
			assert.equal(started.device.state, "unclaimed");
			assert.equal(bench.stored().settings, undefined);
			await sendBootstrap(board, bootstrap(), fast);
			assert.ok(await runUntil(bench.cloud, () => started.device.state === "online"));
		});
	});

	it("takes no answer meant for somebody else", async () => {
		const link = new MemoryLink(() => {
			const answers = ["bootstrap.hello", "bootstrap.refused", "bootstrap.received"];
			for (const event of answers) link.fromBoard(`thingsmith {"level":"info","event":"${event}","sequence":70000}\n`);
			link.fromBoard(`thingsmith {"level":"info","event":"bootstrap.hello"}\nthingsmith {broken\n`);
		});
		await assert.rejects(helloBoard(new BoardLines(link), { ...fast, deadlineMs: 50 }), { code: "board-silent" });
	});

	it("names the protocol of a board that speaks another", async () => {
		const link = new MemoryLink((bytes) => {
			const sequence = Buffer.from(Buffer.from(bytes).toString().slice(1), "base64").readUInt16LE(2);
			link.fromBoard(
				`boot noise thingsmith {"level":"info","event":"bootstrap.hello","sequence":${sequence},"protocol":2}\n`,
			);
		});
		await assert.rejects(helloBoard(new BoardLines(link), fast), { code: "bootstrap-refused", message: /protocol 2/ });
	});
});
