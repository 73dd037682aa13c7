import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { ToolError } from "../../../../host-tools/base/tool-error.js";
import type { ThingsmithEvent } from "../../../../host-tools/cli/operations/events.js";
import type { Board } from "../../../rom/board.js";
import { exhaustive, points } from "../../../support/exhaustive.js";
import {
	type BenchBoardOptions,
	type BenchProvisionOptions,
	linksUnpluggedAtFrame,
	ProvisionBench,
	storeOf,
	thingNameOf,
} from "../../../support/provision-bench.js";
import { RecordedContext } from "../../../support/recorded-context.js";

describe("device provision, when the cable is pulled", function () {
	this.timeout(exhaustive ? 3_600_000 : 60_000);
	let bench: ProvisionBench;
	before(async () => {
		bench = await ProvisionBench.start();
	});
	after(() => bench?.close());

	/** The board is a thing with one certificate, the one that it holds. */
	function assertOneIdentity(board: Board): void {
		const { current: identity, claim } = storeOf(board);
		assert.equal(identity?.thingName, thingNameOf(board));
		assert.equal(claim, undefined);
		assert.deepEqual(bench.certificatesOf(thingNameOf(board)), [identity?.certificateId]);
		assert.ok(new X509Certificate(identity?.certificate ?? "").raw.length > 0);
	}

	/** The first run may end in any way but an unexpected one; the same command then makes the board a thing. */
	async function survives(board: Board, first: BenchProvisionOptions, context = new RecordedContext()) {
		const { openLink: _, ...same } = first;
		const failure = await bench.provision(board, first, context).then(
			() => undefined,
			(error: unknown) => error,
		);
		assert.equal(board.state, "off", "the cable was pulled");
		if (failure !== undefined) {
			assert.ok(failure instanceof ToolError, String(failure));
			assert.match(failure.code, /^(port-lost|board-silent)$/);
			assert.ok(failure.next);
		}
		board.plugIn();
		const again = await bench.provision(board, same);
		assert.equal(again.named("board-provisioned").length, 1);
		assertOneIdentity(board);
	}

	async function commandsOf(board: BenchBoardOptions, options: BenchProvisionOptions): Promise<string[]> {
		const whole = bench.board(board);
		await bench.provision(whole, options);
		return whole.commands;
	}

	it("while the firmware is written, the same command succeeds", async () => {
		const commands = await commandsOf({ blank: true }, {});
		assert.ok(commands.includes("FLASH_DEFL_DATA"));
		for (const unplugAtCommand of points(commands.length, 3)) {
			await survives(bench.board({ blank: true, faults: { unplugAtCommand } }), {});
		}
	});

	it("while the bootstrap is written into flash, the same command succeeds, and half of it counts for nothing", async () => {
		const options = { over: "flash", device: { keyOrigin: "aws", telemetry: { intervalMs: 100 } } } as const;
		const commands = await commandsOf({}, options);
		// The second time the chip is in its bootloader is for the bootstrap.
		const last = commands.lastIndexOf("FLASH_DEFL_DATA") + 1;
		const some = exhaustive ? points(commands.length, 0) : [last - 1, last, last + 1];
		for (const unplugAtCommand of some) await survives(bench.board({ faults: { unplugAtCommand } }), options);
	});

	it("in the middle of any frame of the bootstrap, the same command succeeds", async () => {
		const whole = bench.board();
		const counting = linksUnpluggedAtFrame(whole, 0);
		await bench.provision(whole, { openLink: counting.open });
		assert.ok(counting.frames() > 20, `${counting.frames()} frames`);
		for (const frame of points(counting.frames(), 3)) {
			const board = bench.board();
			await survives(board, { openLink: linksUnpluggedAtFrame(board, frame).open });
		}
	});

	const step =
		(name: string) =>
		(one: ThingsmithEvent): boolean =>
			one.event === "step" && one.step === name;
	/** `always`: among the points that are looked at when not all are. */
	const moments: readonly [name: string, always: boolean, isMoment: (event: ThingsmithEvent) => boolean][] = [
		["right after the claim was made", true, (one) => one.event === "provision-step" && one.step === "claim"],
		["right after the bootstrap was taken", false, (one) => one.event === "provision-step" && one.step === "bootstrap"],
		["at claim.connected", false, step("claim.connected")],
		["at key.received", false, step("key.received")],
		["at identity.staged", true, step("identity.staged")],
		["at thing.registered", false, step("thing.registered")],
		["at identity.connected", false, step("identity.connected")],
		["at provisioned", true, (one) => one.event === "provisioned"],
	];
	for (const over of ["serial", "flash"] as const) {
		for (const [name, always, isMoment] of moments) {
			if (!exhaustive && !always) continue;
			it(`${name}, with the bootstrap over ${over}, the same command succeeds with the one identity`, async () => {
				const board = bench.board();
				const context = new RecordedContext((event) => {
					if (isMoment(event)) board.unplug();
				});
				await survives(board, { over }, context);
			});
		}
	}
});
