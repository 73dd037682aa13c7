import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DeviceError } from "../../../../firmware/ports/errors.js";
import { ToolError } from "../../../../host-tools/base/tool-error.js";
import { boardFailure } from "../../../../host-tools/board/provision/provision-series.js";
import type { PortInfo } from "../../../../host-tools/board/serial/list-ports.js";
import type { OpenSerialLink } from "../../../../host-tools/board/serial/serial-link.js";
import type { Board } from "../../../rom/board.js";
import { boardLinks } from "../../../rom/board-link.js";
import { type BenchProvisionOptions, ProvisionBench, storeOf, thingNameOf } from "../../../support/provision-bench.js";
import { RecordedContext } from "../../../support/recorded-context.js";

const usb = { vendorId: "10c4", productId: "ea60" };

describe("device provision of a series", () => {
	let bench: ProvisionBench;
	before(async () => {
		bench = await ProvisionBench.start();
	});
	after(() => bench?.close());

	/** A bench with ports: boards come and go there. */
	class Ports {
		readonly boards = new Map<string, Board>();
		/** Ports that are there and not yet this user's. */
		readonly forbidden = new Set<string>();

		/** Called after a look that found nothing. */
		onEmpty: () => unknown = () => {};

		readonly list = async (): Promise<PortInfo[]> => {
			const found = [...this.boards.keys()].map((path) => ({ path, usb }));
			if (found.length === 0) this.onEmpty();
			return found;
		};
		readonly open: OpenSerialLink = (path, options) => {
			const board = this.boards.get(path);
			assert.ok(board, path);
			return boardLinks(board)(path, options);
		};
	}

	function run(
		ports: Ports,
		count: number | undefined,
		recordPath: string,
		context: RecordedContext,
		options: BenchProvisionOptions = {},
	) {
		const [anyone] = ports.boards.values();
		return bench.provision(
			anyone as Board,
			{ port: undefined, list: ports.list, openLink: ports.open, series: { count, recordPath }, ...options },
			context,
		);
	}

	const outcomes = async (path: string) =>
		(await readFile(path, "utf8"))
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line) as Record<string, string>)
			.map(({ serialNumber, outcome, code }) => [serialNumber, outcome, code].filter(Boolean).join(" "));

	const macOf = ({ mac }: Board) => Buffer.from(mac).toString("hex");

	it("goes on after a board that fails, takes it again when it is plugged in again, and counts each once", async () => {
		const recordPath = join(await bench.directories.make(), "boards.jsonl");
		const [good, foreign, last] = [bench.board(), bench.board({ chip: "esp32s3" }), bench.board()];
		const ports = new Ports();
		ports.boards.set("/dev/ttyUSB0", good);
		const context = new RecordedContext((one) => {
			if (one.event === "series" && one.waiting && one.provisioned === 1 && one.failed === 0) {
				ports.boards.clear();
				ports.boards.set("/dev/ttyUSB1", foreign);
			}
			if (one.event === "failed") {
				ports.boards.clear();
				if (context.named("failed").length === 2) ports.boards.set("/dev/ttyUSB2", last);
			}
		});
		ports.onEmpty = () => ports.boards.set("/dev/ttyUSB1", foreign);
		await run(ports, 2, recordPath, context);
		assert.deepEqual(context.named("series").at(-1), {
			event: "series",
			done: 2,
			count: 2,
			provisioned: 2,
			failed: 2,
			skipped: 0,
			waiting: false,
		});
		assert.deepEqual(
			context.named("failed").map(({ code }) => code),
			["chip-mismatch", "chip-mismatch"],
		);
		assert.deepEqual(await outcomes(recordPath), [
			`${macOf(good)} provisioned`,
			`${macOf(foreign)} failed chip-mismatch`,
			`${macOf(foreign)} failed chip-mismatch`,
			`${macOf(last)} provisioned`,
		]);

		// The next day: one of them comes again and does not count, a third one does.
		const third = bench.board();
		ports.boards.clear();
		ports.boards.set("/dev/ttyUSB0", good);
		const resumed = new RecordedContext((one) => {
			if (one.event === "series" && one.skipped === 1 && one.waiting) {
				ports.boards.clear();
				ports.boards.set("/dev/ttyUSB5", third);
			}
		});
		await run(ports, 3, recordPath, resumed);
		assert.deepEqual(resumed.named("series").at(-1), {
			event: "series",
			done: 3,
			count: 3,
			provisioned: 1,
			failed: 0,
			skipped: 1,
			waiting: false,
		});
		assert.deepEqual((await outcomes(recordPath)).slice(4), [`${macOf(third)} provisioned`]);
		assert.deepEqual(bench.certificatesOf(thingNameOf(good)), [storeOf(good).current?.certificateId]);
		// Enough are done: no board is looked at.
		const { length } = third.commands;
		const idle = new RecordedContext();
		await run(ports, 3, recordPath, idle);
		assert.deepEqual(idle.named("provision-step"), []);
		assert.equal(third.commands.length, length);
	});

	it("records a board that was erased and provisioned anew with its new certificate, and does not count it twice", async () => {
		const recordPath = join(await bench.directories.make(), "boards.jsonl");
		const board = bench.board();
		const ports = new Ports();
		ports.boards.set("/dev/ttyUSB0", board);
		await run(ports, 1, recordPath, new RecordedContext());
		board.flash.erase(0x3f8000, 0x8000);
		// The template refuses a thing that exists: docs/aws.md, "Provision a device again".
		const { things } = bench.emulator.registry;
		for (const { thingName } of [...things.listThings()]) {
			for (const principal of things.listThingPrincipals(thingName)) {
				things.detachThingPrincipal(thingName, principal);
			}
			things.deleteThing(thingName);
		}
		const context = new RecordedContext((one) => {
			if (one.event === "series" && one.skipped === 1) context.stop();
		});
		await assert.rejects(run(ports, 2, recordPath, context), { code: "interrupted" });
		assert.equal(context.named("series").at(-1)?.provisioned, 0);
		const lines = (await readFile(recordPath, "utf8")).trimEnd().split("\n");
		assert.equal(lines.length, 2);
		assert.match(String(lines[1]), new RegExp(String(storeOf(board).current?.certificateId)));
	});

	it("ends with what the settings are to blame for, which is in the record, unless a board did without", async () => {
		const device = {
			keyOrigin: "aws",
			telemetry: { intervalMs: 100, sensor: { name: "tmp117", data: 4, clock: 5 } },
		} as const;
		const recordPath = join(await bench.directories.make(), "boards.jsonl");
		const [first, second] = [bench.board(), bench.board()];
		const ports = new Ports();
		ports.boards.set("/dev/ttyUSB0", first);
		const context = new RecordedContext();
		const options = { device, requireReading: true };
		await assert.rejects(run(ports, 5, recordPath, context, options), { code: "sensor-unknown" });
		assert.deepEqual(await outcomes(recordPath), [`${macOf(first)} failed sensor-unknown`]);
		assert.match(await readFile(recordPath, "utf8"), /"chip":"ESP32-C3"/);

		ports.boards.clear();
		ports.boards.set("/dev/ttyUSB1", second);
		await run(ports, 1, recordPath, new RecordedContext(), { device });
		const [, line = ""] = (await readFile(recordPath, "utf8")).split("\n");
		const { chip, firmware, sensor, message } = JSON.parse(line);
		assert.deepEqual([chip, firmware, sensor], ["ESP32-C3", "0.1.0", "sensor-unknown"]);
		assert.match(message, /No sensor "tmp117"/);
	});

	it("ends, instead of failing board after board, with what every board would fail for", async () => {
		const ports = new Ports();
		ports.boards.set("/dev/ttyUSB0", bench.board());
		const recordPath = join(await bench.directories.make(), "boards.csv");
		const context = new RecordedContext((one) => {
			if (one.event === "provision-step" && one.step === "wake") {
				bench.emulator.registry.templates.deleteProvisioningTemplate("thingsmith");
			}
		});
		await assert.rejects(run(ports, 1, recordPath, context), { code: "template-missing" });
		assert.deepEqual(context.named("failed"), []);
	});
});

describe("a board's failure", () => {
	it("is what another board may do better", () => {
		for (const code of ["port-lost", "chip-silent", "claim-expired", "timeout", "thing-incomplete"] as const) {
			assert.equal(boardFailure(new ToolError(code, "x")).code, code);
		}
		assert.ok(boardFailure(new DeviceError("flash-full", "x")) instanceof ToolError);
	});

	it("is not what every board would fail for, nor what nobody foresaw", () => {
		for (const code of ["interrupted", "credentials-refused", "template-missing", "firmware-invalid"] as const) {
			const error = new ToolError(code, "x");
			assert.throws(() => boardFailure(error), error);
		}
		const unforeseen = new TypeError("x");
		assert.throws(() => boardFailure(unforeseen), unforeseen);
	});
});
