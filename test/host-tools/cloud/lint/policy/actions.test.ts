import assert from "node:assert/strict";
import * as sdk from "@aws-sdk/client-iot";
import { actionsNamed, iotActions, resourceKinds } from "../../../../../host-tools/cloud/lint/policy/actions.js";

describe("the actions of AWS IoT", () => {
	it("are, among others, the operations of its API", () => {
		const operations = Object.keys(sdk).flatMap((name) => /^([A-Z]\w+)Command$/.exec(name)?.[1] ?? []);
		assert.ok(operations.length > 250);
		assert.deepEqual(
			operations.filter((name) => !iotActions.includes(name)),
			[],
		);
	});

	it("are those whose resources are known, too", () => {
		assert.deepEqual(
			Object.keys(resourceKinds).filter((name) => !iotActions.includes(name)),
			[],
		);
	});

	it("are named whatever their case, and by patterns", () => {
		assert.deepEqual(actionsNamed("connect"), ["Connect"]);
		assert.deepEqual(actionsNamed("?eceive"), ["Receive"]);
		assert.deepEqual([...actionsNamed("*ThingShadow")].sort(), [
			"DeleteThingShadow",
			"GetThingShadow",
			"UpdateThingShadow",
		]);
		assert.deepEqual(actionsNamed("Publsh"), []);
		assert.equal(actionsNamed("*").length, iotActions.length);
	});
});
