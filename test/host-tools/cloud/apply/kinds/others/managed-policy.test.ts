import assert from "node:assert/strict";
import { managedPolicy } from "../../../../../../host-tools/cloud/apply/kinds/others/managed-policy.js";
import { ScriptedContext } from "../../../../../support/scripted-clients.js";

const PolicyDocument = { Version: "2012-10-17", Statement: [] };
const found = { owner: "plant", properties: { PolicyDocument: null } };

const versions = (...numbers: readonly number[]) => ({
	Versions: numbers.map((number) => ({ VersionId: `v${number}`, IsDefaultVersion: number === 2 })),
});

describe("AWS::IAM::ManagedPolicy", () => {
	it("makes room for one more version: the oldest that is not in force goes", async () => {
		const context = new ScriptedContext({
			ListPolicyVersions: [versions(11, 10, 9, 3, 2)],
			DeletePolicyVersion: [{}],
			CreatePolicyVersion: [{}],
		});
		await managedPolicy.update("care", { PolicyDocument }, found, context);
		assert.deepEqual(context.operations, ["ListPolicyVersions", "DeletePolicyVersion", "CreatePolicyVersion"]);
		assert.equal(context.asked[1]?.input.VersionId, "v3");
		assert.equal(context.asked[2]?.input.SetAsDefault, true);
	});

	it("leaves older versions where there is room", async () => {
		const context = new ScriptedContext({ ListPolicyVersions: [versions(4, 3, 2, 1)], CreatePolicyVersion: [{}] });
		await managedPolicy.update("care", { PolicyDocument }, found, context);
		assert.deepEqual(context.operations, ["ListPolicyVersions", "CreatePolicyVersion"]);
	});

	it("is not asked for anything where the document is as wanted", async () => {
		const context = new ScriptedContext({});
		await managedPolicy.update("care", { PolicyDocument }, { owner: "plant", properties: { PolicyDocument } }, context);
		assert.deepEqual(context.operations, []);
	});
});
