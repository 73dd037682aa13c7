import assert from "node:assert/strict";
import {
	CreateBillingGroupCommand,
	GetEffectivePoliciesCommand,
	GetRegistrationCodeCommand,
	RegisterThingCommand,
	TestAuthorizationCommand,
	UpdateThingTypeCommand,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "./test-control-plane.js";

describe("Control plane: operations that are not there", () => {
	let plane: TestControlPlane;
	before(async () => {
		plane = await TestControlPlane.start();
	});
	after(() => plane.close());

	it("are refused with 501 and their name", async () => {
		const unimplemented = (name: string) => awsException("NotImplementedException", 501, new RegExp(`^${name} \\(`));
		const { iot } = plane;
		await assert.rejects(
			iot.send(new UpdateThingTypeCommand({ thingTypeName: "t" })),
			unimplemented("UpdateThingType"),
		);
		await assert.rejects(
			iot.send(new CreateBillingGroupCommand({ billingGroupName: "g" })),
			unimplemented("CreateBillingGroup"),
		);
		await assert.rejects(
			iot.send(new RegisterThingCommand({ templateBody: "{}", parameters: {} })),
			unimplemented("RegisterThing"),
		);
		await assert.rejects(iot.send(new GetRegistrationCodeCommand({})), unimplemented("GetRegistrationCode"));
		await assert.rejects(
			iot.send(new GetEffectivePoliciesCommand({ thingName: "t" })),
			unimplemented("GetEffectivePolicies"),
		);
		await assert.rejects(iot.send(new TestAuthorizationCommand({ authInfos: [] })), unimplemented("TestAuthorization"));
	});

	it("are refused by method and path when nobody knows them", async () => {
		for (const [method, path] of [
			["GET", "/"],
			["GET", "/nothing/here"],
			["PUT", "/things/t"],
			["OPTIONS", "/things"],
			["GET", "/things/"],
			["GET", "/things/t/"],
			["GET", "//things"],
			["HEAD", "/things"],
		] as const) {
			const answer = await plane.signed(method, path);
			assert.equal(answer.status, 501, `${method} ${path}`);
			assert.equal(answer.headers["x-amzn-errortype"], "NotImplementedException");
			if (method !== "HEAD") {
				assert.deepEqual(answer.json, { message: `${method} ${path} is no operation that the emulator knows` });
			}
		}
	});

	it("are in the journal", () => {
		const codes = new Set(plane.journal.list().map(({ code }) => code));
		assert.deepEqual(codes, new Set(["not-implemented"]));
	});
});
