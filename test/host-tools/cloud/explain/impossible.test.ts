import assert from "node:assert/strict";
import { impossible } from "../../../../host-tools/cloud/explain/impossible.js";

describe("impossible()", () => {
	it("knows what AWS IoT refuses to everybody", () => {
		const never = [
			["publish", "", "it is empty"],
			["publish", "a/#", "a topic holds no +, # or NUL"],
			["publish", "é".repeat(129), "it has 258 bytes, the limit is 256"],
			["publish", "a/".repeat(8), "it has 8 slashes, the limit is 7"],
			["publish", "$aws/events/job/x/completed", "only AWS itself publishes its events"],
			["publish", "$aws/things/x/jobs/notify-next", "it is a topic on which AWS answers"],
			["publish", "$mine/x", "what begins with $ is reserved, and AWS has only $aws/"],
			["receive", "a/".repeat(8), "it has 8 slashes, the limit is 7"],
			["subscribe", "a+/b", "+ and # must fill a whole level"],
			["subscribe", "$share/g/a/#/b", "# must be the last level"],
			["subscribe", "$mine/#", "what begins with $ is reserved, and AWS has only $aws/"],
			["connect", "x".repeat(129), "the client id has 129 bytes, the limit is 128"],
			["connect", "$x", 'client ids that begin with "$" are reserved'],
		] as const;
		for (const [action, name, why] of never) assert.equal(impossible(action, name), why, name);
	});

	it("leaves the others to policies", () => {
		const decided = [
			["publish", "a/b/c/d/e/f/g/h"],
			["publish", "$aws/things/x/shadow/update"],
			["publish", "$aws/rules/r/a/b/c/d/e/f/g/accepted"],
			["receive", "$aws/things/x/jobs/notify"],
			["subscribe", "$share/g/$aws/events/#"],
			["subscribe", "a/+/#"],
			["connect", "x".repeat(128)],
		] as const;
		for (const [action, name] of decided) assert.equal(impossible(action, name), undefined, name);
	});
});
