import assert from "node:assert/strict";
import {
	AddThingToThingGroupCommand,
	AttachPrincipalPolicyCommand,
	CreatePolicyVersionCommand,
	CreateProvisioningTemplateCommand,
	CreateRoleAliasCommand,
	CreateThingCommand,
	CreateThingGroupCommand,
	CreateThingTypeCommand,
	DescribeEndpointCommand,
	ListPolicyVersionsCommand,
	RegisterCertificateWithoutCACommand,
} from "@aws-sdk/client-iot";
import { readRoot } from "../../support/source-imports.js";
import { TestControlPlane } from "./http/test-control-plane.js";
import { selfSigned } from "./services/certificates/self-signed.js";
import { policyDocument } from "./services/registry-fixture.js";

/** What scripts, CDK, Terraform and CloudFormation call for a fleet, in their order. */
describe("the emulator, set up by a script", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());

	it("answers each call", async () => {
		const { iot, registry, journal } = plane;
		const policyName = "thingsmith-device";
		registry.policies.createPolicy(policyName, policyDocument);
		await iot.send(new CreateThingTypeCommand({ thingTypeName: "probe" }));
		await iot.send(new CreateThingGroupCommand({ thingGroupName: "new-units" }));
		const { certificatePem } = await selfSigned();
		const registered = await iot.send(new RegisterCertificateWithoutCACommand({ certificatePem, status: "ACTIVE" }));
		const { certificateArn: principal } = registered;
		await iot.send(new AttachPrincipalPolicyCommand({ policyName, principal }));
		await iot.send(new CreatePolicyVersionCommand({ policyName, policyDocument }));
		assert.equal((await iot.send(new ListPolicyVersionsCommand({ policyName }))).policyVersions?.length, 2);
		await iot.send(new CreateThingCommand({ thingName: "unit-1", thingTypeName: "probe" }));
		await iot.send(new AddThingToThingGroupCommand({ thingGroupName: "new-units", thingName: "unit-1" }));
		await iot.send(new DescribeEndpointCommand({ endpointType: "iot:CredentialProvider" }));
		const roleArn = "arn:aws:iam::000000000000:role/r";
		await iot.send(new CreateRoleAliasCommand({ roleAlias: "r", roleArn }));
		const targetArn = "arn:aws:lambda:us-east-1:000000000000:function:hook";
		await iot.send(
			new CreateProvisioningTemplateCommand({
				templateName: "hooked",
				enabled: true,
				templateBody: readRoot("test/fixtures/templates/type-and-group.json"),
				provisioningRoleArn: roleArn,
				preProvisioningHook: { payloadVersion: "2020-04-01", targetArn },
			}),
		);
		assert.deepEqual(journal.list(), []);
	});
});
