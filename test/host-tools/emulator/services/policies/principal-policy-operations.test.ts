import assert from "node:assert/strict";
import {
	AttachPrincipalPolicyCommand,
	DetachPrincipalPolicyCommand,
	ListAttachedPoliciesCommand,
	ListPolicyPrincipalsCommand,
	ListPrincipalPoliciesCommand,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { issued, policyDocument } from "../registry-fixture.js";

describe("Control plane: policies of principals, by their older names", () => {
	let plane: TestControlPlane;
	let principal: string;
	const policyName = "p";
	beforeEach(async () => {
		plane = await TestControlPlane.start();
		principal = plane.registry.certificates.addCertificate(issued("c"), { status: "ACTIVE" }).certificateArn;
		plane.registry.policies.createPolicy(policyName, policyDocument);
	});
	afterEach(() => plane.close());

	it("are those that AttachPolicy attaches", async () => {
		await plane.iot.send(new AttachPrincipalPolicyCommand({ policyName, principal }));
		const { policies } = await plane.iot.send(new ListPrincipalPoliciesCommand({ principal }));
		assert.deepEqual(policies, [{ policyName, policyArn: "arn:aws:iot:us-east-1:000000000000:policy/p" }]);
		const attached = await plane.iot.send(new ListAttachedPoliciesCommand({ target: principal }));
		assert.deepEqual(attached.policies, policies);
		assert.deepEqual((await plane.iot.send(new ListPolicyPrincipalsCommand({ policyName }))).principals, [principal]);
		await plane.iot.send(new DetachPrincipalPolicyCommand({ policyName, principal }));
		assert.deepEqual(plane.registry.policies.listAttachedPolicies(principal), []);
	});

	it("are refused for a certificate that is not there, and without a principal", async () => {
		const attach = (to: string) => plane.iot.send(new AttachPrincipalPolicyCommand({ policyName, principal: to }));
		const missing = principal.replace(/[0-9a-f]{64}$/, "0".repeat(64));
		await assert.rejects(attach(missing), awsException("ResourceNotFoundException", 404));
		await assert.rejects(attach(`${principal}0`), awsException("InvalidRequestException", 400, /ARN of a certificate/));
		const answer = await plane.signed("PUT", "/principal-policies/p");
		assert.match(answer.json.message, /principal is missing \(header x-amzn-iot-principal\)/);
	});
});
