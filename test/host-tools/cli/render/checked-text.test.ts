import assert from "node:assert/strict";
import type { CheckedEvent } from "../../../../host-tools/base/doctor/check.js";
import { checkedText } from "../../../../host-tools/cli/render/checked-text.js";
import { withCommandName } from "../../../../host-tools/cli/render/command-name.js";
import { createStyle } from "../../../../host-tools/cli/render/style.js";
import { FakeOutput } from "../../../support/fake-output.js";

const style = createStyle(new FakeOutput({}), {});
const checked: CheckedEvent = {
	event: "check",
	check: "mqtt",
	area: "endpoint",
	status: "fail",
	code: "tcp-silent",
	message: "it does\n  not answer",
	next: "start it: `thingsmith local`",
	milliseconds: 3,
};

describe("checkedText", () => {
	it("is one line: how it went, what, the cause, its code and what to do", () => {
		const { data, message } = checkedText(style, checked);
		assert.equal(data, "fail  mqtt               it does; not answer (tcp-silent) Next: start it: `thingsmith local`");
		assert.equal(message, undefined);
	});

	it("says no more than what is there, where nothing is wrong", () => {
		const good = { ...checked, status: "ok" as const, code: undefined, next: undefined, message: "fine" };
		assert.equal(checkedText(style, good).data, "ok    mqtt               fine");
	});

	it("names commands as they are typed here", () => {
		const named = withCommandName(checked, "npx thingsmith") as CheckedEvent;
		assert.equal(named.next, "start it: `npx thingsmith local`");
	});
});
