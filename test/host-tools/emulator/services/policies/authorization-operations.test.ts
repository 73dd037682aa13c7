import assert from "node:assert/strict";
import {
	type AuthInfo,
	GetEffectivePoliciesCommand,
	ListAttachedPoliciesCommand,
	ListPolicyPrincipalsCommand,
	TestAuthorizationCommand,
	type TestAuthorizationCommandInput,
} from "@aws-sdk/client-iot";
import { allow } from "../../../../support/emulator-parts.js";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { issued } from "../registry-fixture.js";

const topic = (name: string) => `arn:aws:iot:us-east-1:000000000000:topic/${name}`;
const document = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

describe("Control plane: what a principal may do", () => {
	let plane: TestControlPlane;
	let principal: string;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
		const { certificates, things, thingGroups, policies } = plane.registry;
		principal = certificates.addCertificate(issued("c"), { status: "ACTIVE" }).certificateArn;
		things.createThing("unit");
		things.attachThingPrincipal("unit", principal);
		thingGroups.createThingGroup("house");
		thingGroups.createThingGroup("attic", { parentGroupName: "house" });
		thingGroups.addThingToThingGroup("attic", "unit");
		policies.createPolicy("own", document(allow("iot:Publish", "topic/own/*")));
		policies.attachPolicy("own", principal);
		policies.createPolicy("of-attic", document(allow("iot:Publish", "topic/${iot:Connection.Thing.ThingName}/*")));
		policies.attachPolicy("of-attic", groupArn("attic"));
		policies.createPolicy("of-house", document({ ...allow("iot:*", "topic/own/secret"), Effect: "Deny" }));
		policies.attachPolicy("of-house", groupArn("house"));
		policies.createPolicy("loose", document(allow("iot:Publish", "topic/loose")));
	});
	afterEach(() => plane.close());
	const groupArn = (name: string) => `arn:aws:iot:us-east-1:000000000000:thinggroup/${name}`;
	const effective = async (input: object) =>
		(await plane.iot.send(new GetEffectivePoliciesCommand(input))).effectivePolicies?.map((one) => one.policyName);
	const test = async (authInfos: AuthInfo[], input: Partial<TestAuthorizationCommandInput> = {}) =>
		(await plane.iot.send(new TestAuthorizationCommand({ principal, authInfos, ...input }))).authResults ?? [];
	const publish = (...names: readonly string[]): AuthInfo => ({ actionType: "PUBLISH", resources: names.map(topic) });

	it("GetEffectivePolicies counts the groups of the thing and their parents", async () => {
		assert.deepEqual(await effective({ principal }), ["own"]);
		assert.deepEqual(await effective({ principal, thingName: "unit" }), ["own", "of-attic", "of-house"]);
		assert.deepEqual(await effective({ thingName: "unit" }), ["of-attic", "of-house"]);
		assert.deepEqual(await effective({ principal: groupArn("attic") }), ["of-attic", "of-house"]);
		plane.registry.things.createThing("other");
		assert.deepEqual(await effective({ principal, thingName: "other" }), ["own"]);
	});

	it("GetEffectivePolicies refuses who is not there, and what the emulator has not", async () => {
		const missing = awsException("ResourceNotFoundException", 404);
		await assert.rejects(effective({ thingName: "no" }), missing);
		await assert.rejects(effective({ principal: groupArn("no") }), missing);
		await assert.rejects(effective({}), awsException("InvalidRequestException", 400, /principal or thingName/));
		const identity = "us-east-1:00000000-0000-0000-0000-000000000000";
		await assert.rejects(effective({ principal: identity }), awsException("InvalidRequestException", 400, /Cognito/));
		const pool = { principal, cognitoIdentityPoolId: identity };
		await assert.rejects(effective(pool), awsException("InvalidRequestException", 400, /Cognito/));
	});

	it("ListAttachedPolicies has those of a group's parents when it is asked for them", async () => {
		const list = async (target: string, recursive?: boolean) =>
			(await plane.iot.send(new ListAttachedPoliciesCommand({ target, recursive }))).policies?.map(
				({ policyName }) => policyName,
			);
		assert.deepEqual(await list(groupArn("attic")), ["of-attic"]);
		assert.deepEqual(await list(groupArn("attic"), true), ["of-attic", "of-house"]);
		assert.deepEqual(await list(principal, true), ["own"]);
	});

	it("ListPolicyPrincipals has no groups", async () => {
		const { principals } = await plane.iot.send(new ListPolicyPrincipalsCommand({ policyName: "of-attic" }));
		assert.deepEqual(principals, []);
	});

	it("TestAuthorization says which policies allow, deny and do neither", async () => {
		const [result] = await test([publish("own/secret")], { clientId: "unit" });
		assert.equal(result?.authDecision, "EXPLICIT_DENY");
		const names = (policies: readonly { policyName?: string | undefined }[] | undefined) =>
			policies?.map((one) => one.policyName);
		assert.deepEqual(names(result?.allowed?.policies), ["own"]);
		assert.deepEqual(names(result?.denied?.explicitDeny?.policies), ["of-house"]);
		assert.deepEqual(names(result?.denied?.implicitDeny?.policies), ["of-attic"]);
		assert.deepEqual(result?.authInfo, publish("own/secret"));
		assert.deepEqual(result?.missingContextValues, []);
		assert.equal(result?.allowed?.policies?.[0]?.policyArn, "arn:aws:iot:us-east-1:000000000000:policy/own");
	});

	it("TestAuthorization decides on all resources of an entry together, and on each entry by itself", async () => {
		const decisions = async (input: object, ...infos: AuthInfo[]) =>
			(await test(infos, input)).map(({ authDecision }) => authDecision);
		assert.deepEqual(
			await decisions({ clientId: "unit" }, publish("own/a", "unit/b"), publish("own/a", "elsewhere"), publish("x")),
			["ALLOWED", "IMPLICIT_DENY", "IMPLICIT_DENY"],
		);
		assert.deepEqual(await decisions({}, publish("own/secret"), publish("unit/b")), ["ALLOWED", "IMPLICIT_DENY"]);
		const connect: AuthInfo = { actionType: "CONNECT", resources: ["arn:aws:iot:us-east-1:000000000000:client/unit"] };
		assert.deepEqual(await decisions({}, connect), ["IMPLICIT_DENY"]);
	});

	it("TestAuthorization adds and leaves out policies, and needs nobody for those that are added", async () => {
		const decision = async (input: object) => (await test([publish("loose")], input))[0]?.authDecision;
		assert.equal(await decision({ policyNamesToAdd: ["loose"] }), "ALLOWED");
		assert.equal(await decision({ principal: undefined, policyNamesToAdd: ["loose"] }), "ALLOWED");
		const skipped = await test([publish("own/secret")], { clientId: "unit", policyNamesToSkip: ["of-house"] });
		assert.equal(skipped[0]?.authDecision, "ALLOWED");
		await assert.rejects(decision({ policyNamesToAdd: ["no"] }), awsException("ResourceNotFoundException", 404));
		await assert.rejects(decision({ principal: undefined }), awsException("InvalidRequestException", 400, /principal/));
	});

	it("TestAuthorization names what policies ask for and nobody said", async () => {
		plane.registry.policies.createPolicy("asks", document(allow("iot:Publish", "topic/${iot:ClientId}/*")));
		const [result] = await test([publish("a/b")], { policyNamesToAdd: ["asks"] });
		assert.deepEqual(result?.missingContextValues, ["iot:ClientId"]);
	});

	it("TestAuthorization refuses what it cannot test", async () => {
		const refuse = (infos: object[], message: RegExp) =>
			assert.rejects(test(infos as AuthInfo[]), awsException("InvalidRequestException", 400, message));
		await refuse([], /1 to 10 entries/);
		await refuse(Array(11).fill(publish("a")), /1 to 10 entries/);
		await refuse([{ actionType: "DANCE", resources: [topic("a")] }], /actionType must be one of/);
		await refuse([{ actionType: "PUBLISH", resources: [] }], /1 to 100 ARNs/);
		await refuse([{ actionType: "PUBLISH", resources: ["a/b"] }], /must be ARNs/);
	});
});
