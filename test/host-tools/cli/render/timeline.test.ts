import assert from "node:assert/strict";
import { toDeviceEvent } from "../../../../host-tools/board/monitor/device-events.js";
import { stepName } from "../../../../host-tools/cli/render/timeline.js";
import { readRoot } from "../../../support/source-imports.js";

describe("the timeline", () => {
	it("has words for every event of docs/log-schema.md, and no member undefined beside them", () => {
		const [table = ""] = readRoot("docs/log-schema.md").split("## Codes");
		const rows = [...table.matchAll(/^\| `([a-z.]+)` +\| \w+ +\|([^|]*)\|/gm)];
		const steps = rows.flatMap(([, name = "", members = ""]) => {
			const fields = [...members.matchAll(/`(\w+)`/g)].map(([, member = ""]) => [member, "x"]);
			const happened = toDeviceEvent("board", name, Object.fromEntries(fields));
			return happened?.event === "step" ? [happened] : [];
		});
		assert.ok(steps.length > 20, String(steps.length));
		for (const { step, detail } of steps) {
			assert.doesNotMatch(stepName(step), /[.]/, step);
			assert.doesNotMatch(detail, /undefined/, step);
		}
	});
});
