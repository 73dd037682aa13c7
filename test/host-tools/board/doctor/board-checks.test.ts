import assert from "node:assert/strict";
import type { CheckedEvent } from "../../../../host-tools/base/doctor/check.js";
import { Found } from "../../../../host-tools/base/doctor/found.js";
import { runChecks } from "../../../../host-tools/base/doctor/run-checks.js";
import { boardChecks } from "../../../../host-tools/board/doctor/board-checks.js";
import type { BoardFacts } from "../../../../host-tools/board/doctor/board-facts.js";
import type { OpenSerialLink } from "../../../../host-tools/board/serial/serial-link.js";
import type { Board } from "../../../rom/board.js";
import { boardLinks } from "../../../rom/board-link.js";
import { patience } from "../../../support/patience.js";
import { ProvisionBench, storeOf, thingNameOf } from "../../../support/provision-bench.js";
import { startTalkingBoard } from "../../../support/talking-board.js";

const { signal } = new AbortController();

/** What is found, by check, and what others would be given. */
async function look(port: string, openLink: OpenSerialLink | undefined, helloMs = patience(4_000)) {
	const facts = new Found<BoardFacts>();
	const board = { port, env: {}, list: async () => [], ...(openLink !== undefined && { openLink }) };
	const checks = boardChecks({ board, helloMs, facts });
	const [hello, flash] = (await runChecks(checks, { emit: () => undefined, signal })) as [CheckedEvent, CheckedEvent];
	return { hello, flash, facts: facts.value };
}

const lookAt = (board: Board, helloMs?: number) => look("board", boardLinks(board), helloMs);

describe("boardChecks", () => {
	let bench: ProvisionBench;
	before(async () => {
		bench = await ProvisionBench.start();
	});
	after(() => bench.close());

	it("ask a provisioned board who it is, read what it lives by, and let it go on", async () => {
		const board = bench.board();
		await bench.provision(board);
		const before = Buffer.from(board.flash.bytes);
		const { hello, flash, facts } = await lookAt(board);
		const thingName = thingNameOf(board);
		assert.equal(hello.status, "ok", hello.message);
		assert.equal(hello.facts?.thingName, thingName);
		assert.equal(flash.status, "ok", flash.message);
		const { certificateId } = storeOf(board).current ?? {};
		assert.deepEqual(facts, {
			thingName,
			certificateId: bench.certificatesOf(thingName)[0],
			endpoint: { host: bench.emulator.mqttHost, port: bench.emulator.mqttPort },
		});
		assert.equal(certificateId ?? facts?.certificateId, facts?.certificateId);
		assert.equal(board.state, "running");
		assert.equal(before.length, board.flash.bytes.length);
	});

	it("tell that a new board has nothing yet", async () => {
		const { hello, flash, facts } = await lookAt(bench.board());
		assert.equal(hello.status, "ok");
		assert.match(hello.message, /no thing yet/);
		assert.equal(flash.code, "identity-missing");
		assert.equal(facts?.thingName, undefined);
	});

	it("read the flash of a board whose firmware says nothing", async () => {
		const { hello, flash } = await lookAt(bench.board({ hears: false }), 50);
		assert.equal(hello.status, "fail");
		assert.ok(hello.next);
		assert.equal(flash.code, "identity-missing");
	});

	it("only warn where flash is encrypted: the firmware was asked", async () => {
		const { hello, flash, facts } = await lookAt(bench.board({ faults: { flashEncryption: true } }));
		assert.equal(hello.status, "ok");
		assert.deepEqual([flash.status, flash.code], ["warn", "chip-locked"]);
		assert.notEqual(facts, undefined);
	});

	it("say what a board says instead of an answer, and read no flash where it cannot be reset", async () => {
		const board = await startTalkingBoard(Buffer.from("MicroPython v1.24 on ESP32\r\n>>> \r\n"));
		try {
			const { hello, flash, facts } = await look(board.port, undefined, 200);
			assert.deepEqual([hello.status, hello.code], ["fail", "firmware-foreign"]);
			assert.deepEqual([flash.status, flash.code], ["warn", "flash-unread"]);
			assert.equal(facts?.certificateId, undefined);
		} finally {
			await board.close();
		}
	});

	it("fail where there is no such port, and do not go on", async () => {
		const { hello, flash, facts } = await look("tcp://127.0.0.1:1", undefined);
		assert.equal(hello.status, "fail");
		assert.equal(flash.status, "warn");
		assert.equal(flash.code, "not-checked");
		assert.equal(facts, undefined);
	});
});
