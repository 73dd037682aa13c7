import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import type { WriteStream } from "node:tty";
import { streamOutput } from "../../../../host-tools/cli/bin/process-context.js";

const terminal = (columns: number, rows: number) =>
	streamOutput(
		Object.assign(new PassThrough(), { isTTY: true, columns, rows }) as unknown as WriteStream,
		new AbortController(),
	);

describe("streamOutput", () => {
	it("has a terminal's size", () => {
		const { columns, rows, isTerminal } = terminal(100, 30);
		assert.deepEqual([columns, rows, isTerminal], [100, 30, true]);
	});

	it("does not know the size of a terminal of 0 by 0", () => {
		const { columns, rows, isTerminal } = terminal(0, 0);
		assert.deepEqual([columns, rows, isTerminal], [undefined, undefined, true]);
	});
});
