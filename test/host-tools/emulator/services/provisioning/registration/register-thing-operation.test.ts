import assert from "node:assert/strict";
import { RegisterThingCommand } from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../../http/test-control-plane.js";
import { issued, policyDocument } from "../../registry-fixture.js";
import { namingPki, templateBody, thingOnly } from "./registration-fixture.js";

const arn = (resource: string) => `arn:aws:iot:us-east-1:000000000000:${resource}`;
const failed = (message: RegExp) => awsException("ResourceRegistrationFailureException", 400, message);

describe("Control plane: RegisterThing", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start({ pki: namingPki });
		plane.registry.policies.createPolicy("p", policyDocument);
	});
	afterEach(() => plane.close());
	const register = (body: string, parameters: Record<string, string> = { ThingName: "t", CSR: "request" }) =>
		plane.iot.send(new RegisterThingCommand({ templateBody: body, parameters }));
	const certificateOf = (name: string) => plane.registry.certificates.findCertificate(issued(name).certificateId);

	it("makes thing, certificate and attachments of a request, and names them by their logical names", async () => {
		const answer = await register(templateBody());
		const { certificateId, certificatePem } = issued("request");
		assert.equal(answer.certificatePem, certificatePem);
		assert.deepEqual(answer.resourceArns, {
			thing: arn("thing/t"),
			certificate: arn(`cert/${certificateId}`),
			policy: arn("policy/p"),
		});
		const { things, policies } = plane.registry;
		assert.deepEqual(things.describeThing("t").attributes, { room: "attic" });
		assert.deepEqual(things.listThingPrincipals("t"), [arn(`cert/${certificateId}`)]);
		assert.deepEqual([...policies.listTargetsForPolicy("p")], [arn(`cert/${certificateId}`)]);
		assert.equal(certificateOf("request")?.status, "ACTIVE");
	});

	it("takes a certificate that is there by its id, whose status stays unless the template replaces it", async () => {
		const { certificateId } = plane.registry.certificates.addCertificate(issued("c"), { status: "INACTIVE" });
		const named = { CertificateId: certificateId, Status: "ACTIVE" };
		await register(templateBody(named));
		assert.equal(certificateOf("c")?.status, "INACTIVE");
		const withOverride = (Status: string) => {
			const body = JSON.parse(templateBody(named));
			body.Resources.certificate.OverrideSettings = { Status };
			return JSON.stringify(body);
		};
		await assert.rejects(
			register(withOverride("FAIL")),
			awsException("ConflictingResourceUpdateException", 409, /is INACTIVE/),
		);
		await register(withOverride("REPLACE"));
		assert.equal(certificateOf("c")?.status, "ACTIVE");
	});

	it("makes a thing alone where the template has no certificate", async () => {
		const { certificatePem, resourceArns } = await register(thingOnly, { ThingName: "alone" });
		assert.deepEqual([certificatePem, resourceArns], [undefined, { thing: arn("thing/alone") }]);
	});

	it("leaves nothing behind when a part of it cannot be", async () => {
		const { things, policies, certificates } = plane.registry;
		policies.deletePolicy("p");
		await assert.rejects(register(templateBody()), failed(/Policy not found: "p"/));
		assert.equal(things.findThing("t"), undefined);
		assert.deepEqual([...certificates.listCertificates()], []);
	});

	it("fails where an override says so", async () => {
		plane.registry.things.createThing("t");
		const body = templateBody(undefined, { AttributePayload: "FAIL" });
		await assert.rejects(register(body), awsException("ConflictingResourceUpdateException", 409, /OverrideSettings/));
		assert.equal(certificateOf("request"), undefined);
	});

	it("refuses templates and parameters that make no sense", async () => {
		const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);
		await assert.rejects(register("{"), invalid(/not valid JSON/));
		await assert.rejects(register(templateBody(), { ThingName: "x".repeat(4097) }), invalid(/more than 4096/));
		await assert.rejects(register(templateBody(), { ThingName: "t" }), failed(/Cannot resolve reference value: CSR/));
		await assert.rejects(register(templateBody(), { ThingName: "t", CSR: "bad" }), failed(/request is bad/));
		await assert.rejects(register(templateBody({})), failed(/needs one of CertificateSigningRequest/));
		const unnamed = { CertificateId: { Ref: "AWS::IoT::Certificate::Id" } };
		await assert.rejects(register(templateBody(unnamed)), failed(/Cannot resolve reference value: AWS::IoT/));
		await assert.rejects(register(templateBody({ CertificateId: "a".repeat(64) })), failed(/does not exist/));
		await assert.rejects(
			register(templateBody({ CertificatePem: "nonsense" })),
			failed(/CertificatePem cannot be used/),
		);
	});
});
