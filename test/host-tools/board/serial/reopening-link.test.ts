import assert from "node:assert/strict";
import { ToolError } from "../../../../host-tools/base/tool-error.js";
import { openReopeningLink } from "../../../../host-tools/board/serial/reopening-link.js";
import type { SerialLink } from "../../../../host-tools/board/serial/serial-link.js";
import { until, within } from "../../../support/deadline.js";
import { FakeLink } from "../../../support/fake-link.js";

/** Opens one fake link after the other; `refuse` errors come first each time a port is opened again. */
async function reopening(refuse: ToolError[] = [], awayMs = 10_000) {
	const opened: FakeLink[] = [];
	const stop = new AbortController();
	const open = async () => {
		const error = opened.length > 0 ? refuse.shift() : undefined;
		if (error !== undefined) throw error;
		const link = new FakeLink({ hasSignals: true });
		opened.push(link);
		return link;
	};
	const link = await openReopeningLink(open, awayMs)("fake", { baudRate: 115_200, signal: stop.signal });
	return { link, opened, stop };
}

function heard(link: SerialLink): { text: string; closed: Error | undefined } {
	const state = { text: "", closed: undefined as Error | undefined };
	link.listen({
		onBytes: (bytes) => {
			state.text += Buffer.from(bytes).toString();
		},
		onClosed: (error) => {
			state.closed = error;
		},
	});
	return state;
}

describe("a link that opens its port again", () => {
	it("goes on with the same listener and speed when the board took the port along and brought it back", async () => {
		const gone = new ToolError("port-missing", "not there");
		const { link, opened } = await reopening([gone, new ToolError("port-forbidden", "not yet")]);
		const state = heard(link);
		await link.setBaudRate(460_800);
		opened[0]?.say("one ");
		opened[0]?.lose();
		await until("a second link", () => opened[1]?.baudRate !== undefined);
		opened[1]?.say("two");
		assert.deepEqual([state.text, state.closed, opened[1]?.baudRate], ["one two", undefined, 460_800]);
		await link.close();
		assert.ok(opened.every(({ closed }) => closed));
	});

	it("waits with what is written while the port is away, and notices a loss that only a write felt", async () => {
		const { link, opened } = await reopening([new ToolError("port-missing", "not there")]);
		heard(link);
		opened[0]?.lose();
		await within(link.write(Buffer.from("late")), "the write");
		assert.deepEqual(opened[1]?.written, ["late"]);
		// Nobody was told of this loss.
		await opened[1]?.close();
		await within(link.setSignals({ dtr: true }), "the signals");
		assert.deepEqual(opened[2]?.signals, [{ dtr: true }]);
		await link.close();
	});

	it("gives up at once on what no waiting mends, and tells its listener", async () => {
		const { link, opened } = await reopening([new ToolError("installation-incomplete", "no serialport")]);
		const state = heard(link);
		opened[0]?.lose();
		const error = await until("the end", () => state.closed);
		assert.equal((error as ToolError).code, "installation-incomplete");
		await assert.rejects(link.write(Buffer.from("x")), { code: "installation-incomplete" });
		await link.close();
	});

	it("tells also whoever listens only later that the port did not come back", async () => {
		const gone = new ToolError("port-missing", "not there");
		const { link, opened } = await reopening([gone, gone, gone], 0);
		opened[0]?.lose();
		await assert.rejects(link.write(Buffer.from("x")), { code: "port-lost" });
		assert.equal((heard(link).closed as ToolError).code, "port-lost");
		await link.close();
	});

	it("ends its waiting when it is interrupted, as interrupted, and when it is closed", async () => {
		for (const how of ["interrupted", "closed"] as const) {
			const gone = Array.from({ length: 1000 }, () => new ToolError("port-missing", "not there"));
			const { link, opened, stop } = await reopening(gone);
			opened[0]?.lose();
			const writing = assert.rejects(link.write(Buffer.from("x")), { code: "interrupted" });
			if (how === "interrupted") stop.abort();
			else await link.close();
			await within(writing, "the end of waiting", 5_000);
			await link.close();
		}
	});

	it("that was closed opens nothing any more", async () => {
		const { link, opened } = await reopening();
		heard(link);
		await link.close();
		opened[0]?.lose();
		await assert.rejects(link.write(Buffer.from("x")), { code: "port-lost" });
		assert.equal(opened.length, 1);
	});
});
