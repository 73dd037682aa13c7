import assert from "node:assert/strict";
import { lambdaFunction } from "../../../../../../host-tools/cloud/apply/kinds/others/function.js";
import { lambdaPackage } from "../../../../../../host-tools/cloud/lambdas/lambda-package.js";
import { ScriptedContext } from "../../../../../support/scripted-clients.js";

const properties = {
	Handler: "index.handler",
	Role: "arn:aws:iam::123456789012:role/r",
	Code: { Source: "rotation-hook" },
};

const configured = (Configuration: object) => ({ Configuration: { Handler: "index.handler", ...Configuration } });

describe("AWS::Lambda::Function", () => {
	it("is made once it can be called", async () => {
		const states = [{ State: "Pending" }, { State: "Pending" }, { State: "Active", LastUpdateStatus: "Successful" }];
		const context = new ScriptedContext({ CreateFunction: [{}], GetFunction: states.map(configured) });
		await lambdaFunction.create("hook", properties, context);
		assert.deepEqual(context.operations, ["CreateFunction", "GetFunction", "GetFunction", "GetFunction"]);
		assert.deepEqual(context.asked[0]?.input.Tags, { "thingsmith:project": "plant" });
		assert.equal(context.clock.slept.length, 2);
	});

	it("is not made where Lambda gives up, which says why", async () => {
		const failed = configured({ State: "Failed", StateReason: "no such key" });
		const context = new ScriptedContext({ CreateFunction: [{}], GetFunction: [failed] });
		await assert.rejects(lambdaFunction.create("hook", properties, context), {
			code: "aws-refused",
			message: /hook: no such key/,
		});
	});

	it("is changed in two calls, the second when Lambda has done with the first", async () => {
		const busy = configured({ State: "Active", LastUpdateStatus: "InProgress" });
		const done = configured({ State: "Active", LastUpdateStatus: "Successful" });
		const context = new ScriptedContext({
			UpdateFunctionConfiguration: [{}],
			UpdateFunctionCode: [{}],
			GetFunction: [busy, done],
		});
		const found = { owner: "plant", properties: { ...properties, Handler: "x.y", Timeout: 9, Code: { Sha256: "" } } };
		await lambdaFunction.update("hook", properties, found, context);
		assert.deepEqual(context.operations, [
			...["UpdateFunctionConfiguration", "GetFunction", "GetFunction"],
			...["UpdateFunctionCode", "GetFunction"],
		]);
		// What is not wanted is put back to what it is without.
		assert.deepEqual(context.asked[0]?.input, { FunctionName: "hook", Handler: "index.handler", Timeout: 3 });
	});

	it("shows whose code it is, and hides what nobody has set", async () => {
		const { sha256 } = await lambdaPackage("rotation-hook");
		const unset = { Description: "", Timeout: 3, MemorySize: 128, CodeSha256: sha256 };
		const context = new ScriptedContext({ GetFunction: [configured(unset), configured({ CodeSha256: "other" })] });
		const read = async () => (await lambdaFunction.read("hook", context, properties))?.properties;
		assert.deepEqual(await read(), { Handler: "index.handler", Code: { Source: "rotation-hook" } });
		assert.deepEqual(await read(), { Handler: "index.handler", Code: { Sha256: "other" } });
	});
});
