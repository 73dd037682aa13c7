import assert from "node:assert/strict";
import type { Log, LogFields, LogLevel } from "../../firmware/ports/log.js";

export interface LogBench {
	readonly log: Log;
	/** What was logged, oldest first. */
	entries(): readonly { readonly level: LogLevel; readonly event: string; readonly fields: LogFields }[];
}

export function describeLog(name: string, open: () => LogBench): void {
	describe(`log: ${name}`, () => {
		it("keeps level, event and fields in order", () => {
			const { log, entries } = open();
			log.write("info", "state", { from: "unclaimed", to: "claimed" });
			log.write("warning", "reading.dropped", { dropped: 3 });
			log.write("error", "failed");
			assert.deepEqual(entries(), [
				{ level: "info", event: "state", fields: { from: "unclaimed", to: "claimed" } },
				{ level: "warning", event: "reading.dropped", fields: { dropped: 3 } },
				{ level: "error", event: "failed", fields: {} },
			]);
		});

		it("does not change an entry when its fields change afterwards", () => {
			const { log, entries } = open();
			const fields: Record<string, number> = { dropped: 1 };
			log.write("warning", "reading.dropped", fields);
			fields.dropped = 2;
			assert.equal(entries()[0]?.fields.dropped, 1);
		});
	});
}
