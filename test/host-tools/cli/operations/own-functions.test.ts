import assert from "node:assert/strict";
import { ownFunctions } from "../../../../host-tools/cli/operations/own-functions.js";

describe("the functions that `thingsmith local` runs itself", () => {
	it("are those of the default project, in the account and region that it is for", async () => {
		const functions = ownFunctions({ accountId: "111122223333", region: "cn-north-1" });
		const [[arn, path] = ["", ""], ...others] = functions;
		assert.equal(arn, "arn:aws-cn:lambda:cn-north-1:111122223333:function:thingsmith-rotation-hook");
		assert.deepEqual(others, []);
		const { handler } = (await import(path)) as { handler(event: object): Promise<object> };
		const ask = (ThingName: string) => handler({ clientId: "a", parameters: { ThingName } });
		assert.deepEqual(await ask("a"), { allowProvisioning: true });
		assert.deepEqual(await ask("b"), { allowProvisioning: false });
	});
});
