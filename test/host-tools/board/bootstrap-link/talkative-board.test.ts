import assert from "node:assert/strict";
import { BoardLines } from "../../../../host-tools/board/bootstrap-link/board-lines.js";
import { helloBoard } from "../../../../host-tools/board/bootstrap-link/hello-board.js";
import { readSigningRequest } from "../../../../host-tools/board/bootstrap-link/signing-request.js";
import { MemoryLink } from "../../../support/memory-link.js";
import { patience } from "../../../support/patience.js";

const { signal } = new AbortController();
const fast = { signal, repeatMs: 5, deadlineMs: patience(5_000) };

/** A board that answers each frame with the same event and members. */
function answering(event: string, members: object | ((frame: Buffer) => object)): BoardLines {
	const link = new MemoryLink((bytes) => {
		const frame = Buffer.from(Buffer.from(bytes).toString().slice(1), "base64");
		const said = typeof members === "function" ? members(frame) : members;
		const sequence = frame.readUInt16LE(2);
		link.fromBoard(`thingsmith ${JSON.stringify({ level: "info", event, sequence, ...said })}\n`);
	});
	return new BoardLines(link);
}

describe("a board that lies about who it is", () => {
	const hello = { protocol: 1, model: "esp32c3", serialNumber: "aabbccddeeff", state: "unclaimed", accepts: true };

	it("is believed as long as its names are names", async () => {
		const { serialNumber, thingName } = await helloBoard(answering("bootstrap.hello", hello), fast);
		assert.deepEqual([serialNumber, thingName], ["aabbccddeeff", undefined]);
	});

	const lies: Readonly<Record<string, object>> = {
		"no serial number": { serialNumber: undefined },
		"an empty serial number": { serialNumber: "" },
		"a serial number that is an object": { serialNumber: { a: 1 } },
		"a serial number of 200 characters": { serialNumber: "9".repeat(200) },
		"a serial number with a path": { serialNumber: "../../x" },
		"an empty thing name": { thingName: "" },
		"a thing name that is null": { thingName: null },
		"a thing name with slashes": { thingName: "../a/b" },
		"a thing name of 129 characters": { thingName: "n".repeat(129) },
	};
	for (const [what, lie] of Object.entries(lies)) {
		it(`is not believed: ${what}`, async () => {
			const board = answering("bootstrap.hello", { ...hello, ...lie });
			const expected = { code: "board-silent", message: /is no (serial number|thing name)$/, next: /device flash/ };
			await assert.rejects(helloBoard(board, fast), expected);
		});
	}
});

describe("a board that gives its signing request byte by byte", () => {
	it("is given up when the time for its key is over", async () => {
		const board = answering("bootstrap.request", (frame) => ({
			total: 4000,
			crc: 1,
			offset: frame.readUInt16LE(4),
			data: "AA==",
		}));
		await assert.rejects(readSigningRequest(board, { ...fast, keyMs: 20 }), { code: "timeout" });
	});
});
