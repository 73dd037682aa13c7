import assert from "node:assert/strict";
import {
	DeleteCACertificateCommand,
	DeleteRegistrationCodeCommand,
	DescribeCACertificateCommand,
	GetRegistrationCodeCommand,
	ListCACertificatesCommand,
	ListTagsForResourceCommand,
	RegisterCACertificateCommand,
	type RegisterCACertificateCommandInput,
	UpdateCACertificateCommand,
	type UpdateCACertificateCommandInput,
} from "@aws-sdk/client-iot";
import { TestAuthority } from "../../../../support/test-authority.js";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { jitpTemplateBody, provisioningRoleArn, templateBody } from "../registry-fixture.js";

describe("Control plane: CA certificates", () => {
	let plane: TestControlPlane;
	let vendor: TestAuthority;
	before(async () => {
		vendor = await TestAuthority.make("CN=Vendor,O=Acme");
	});
	beforeEach(async () => {
		plane = await TestControlPlane.start();
	});
	afterEach(() => plane.close());

	const code = async () => (await plane.iot.send(new GetRegistrationCodeCommand({}))).registrationCode ?? "";
	const proof = async (authority: TestAuthority) => (await authority.issue(`CN=${await code()}`)).certificatePem;
	const registerSniOnly = (authority: TestAuthority, input: Partial<RegisterCACertificateCommandInput> = {}) =>
		plane.iot.send(
			new RegisterCACertificateCommand({
				caCertificate: authority.certificatePem,
				certificateMode: "SNI_ONLY",
				...input,
			}),
		);
	const describe_ = (certificateId: string) => plane.iot.send(new DescribeCACertificateCommand({ certificateId }));
	const update = (input: Omit<UpdateCACertificateCommandInput, "certificateId">) =>
		plane.iot.send(new UpdateCACertificateCommand({ certificateId: vendor.certificateId, ...input }));
	const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);

	it("the registration code stays the same until it is deleted", async () => {
		const first = await code();
		assert.match(first, /^[0-9a-f]{64}$/);
		assert.equal(await code(), first);
		await plane.iot.send(new DeleteRegistrationCodeCommand({}));
		await assert.rejects(
			plane.iot.send(new DeleteRegistrationCodeCommand({})),
			awsException("ResourceNotFoundException", 404),
		);
		assert.notEqual(await code(), first);
	});

	it("are registered with the proof that their key is at hand, and described", async () => {
		const { certificateArn, certificateId } = await plane.iot.send(
			new RegisterCACertificateCommand({
				caCertificate: vendor.certificatePem,
				verificationCertificate: await proof(vendor),
				tags: [{ Key: "k", Value: "v" }],
			}),
		);
		assert.equal(certificateId, vendor.certificateId);
		assert.equal(certificateArn, `arn:aws:iot:us-east-1:000000000000:cacert/${vendor.certificateId}`);
		const { certificateDescription: described, registrationConfig } = await describe_(vendor.certificateId);
		assert.deepEqual(
			[described?.status, described?.autoRegistrationStatus, described?.certificateMode, described?.customerVersion],
			["INACTIVE", "DISABLE", "DEFAULT", 1],
		);
		assert.equal(described?.ownedBy, "000000000000");
		assert.equal(described?.certificatePem, vendor.certificatePem);
		assert.match(described?.generationId ?? "", /^[0-9a-f-]{36}$/);
		assert.ok(described?.validity?.notAfter && described.validity.notAfter > new Date());
		assert.deepEqual(registrationConfig, {});
		const tags = () => plane.iot.send(new ListTagsForResourceCommand({ resourceArn: certificateArn }));
		assert.deepEqual((await tags()).tags, [{ Key: "k", Value: "v" }]);
		await plane.iot.send(new DeleteCACertificateCommand({ certificateId: vendor.certificateId }));
		await assert.rejects(tags(), awsException("ResourceNotFoundException", 404));
	});

	it("are refused without the right proof, and a second time", async () => {
		const caCertificate = vendor.certificatePem;
		const register = (input: Partial<RegisterCACertificateCommandInput>) =>
			plane.iot.send(new RegisterCACertificateCommand({ caCertificate, ...input }));
		const refusedCode = awsException("RegistrationCodeValidationException", 400, /registration code/);
		await assert.rejects(register({}), invalid(/verificationCertificate is missing/));
		const early = (await vendor.issue("CN=1")).certificatePem;
		await assert.rejects(register({ verificationCertificate: early }), refusedCode);
		await code();
		await assert.rejects(register({ verificationCertificate: early }), refusedCode);
		const other = await TestAuthority.make("CN=Vendor,O=Acme");
		await assert.rejects(
			register({ verificationCertificate: await proof(other) }),
			awsException("CertificateValidationException", 400, /did not sign it/),
		);
		const good = await proof(vendor);
		await assert.rejects(register({ verificationCertificate: good, certificateMode: "SNI_ONLY" }), invalid(/SNI_ONLY/));
		await assert.rejects(register({ certificateMode: "X" as "DEFAULT" }), invalid(/DEFAULT or SNI_ONLY/));
		assert.equal([...plane.registry.caCertificates.listCaCertificates()].length, 0);
		await register({ verificationCertificate: good });
		await assert.rejects(register({ verificationCertificate: good }), (error: { resourceId?: string }) => {
			assert.equal(error.resourceId, vendor.certificateId);
			return awsException("ResourceAlreadyExistsException", 409)(error);
		});
	});

	it("are refused when they are no authorities", async () => {
		const refused = (message: RegExp) => awsException("CertificateValidationException", 400, message);
		await assert.rejects(
			registerSniOnly(await TestAuthority.make("CN=leaf", { isCa: false })),
			refused(/basic constraints/),
		);
		await assert.rejects(
			registerSniOnly(await TestAuthority.make("CN=old", { notAfter: Date.now() - 1000 })),
			refused(/expired/),
		);
		await assert.rejects(registerSniOnly({ certificatePem: "x" } as TestAuthority), refused(/PEM/));
	});

	it("ten may be called the same", async () => {
		for (let count = 0; count < 10; count++) await registerSniOnly(await TestAuthority.make("CN=Same"));
		await assert.rejects(
			registerSniOnly(await TestAuthority.make("CN=Same")),
			awsException("LimitExceededException", 410, /^Limit reached for number of CA Certificates with same subject/),
		);
	});

	it("are updated, and deleted once they are INACTIVE", async () => {
		await registerSniOnly(vendor, { setAsActive: true, allowAutoRegistration: true });
		const remove = () => plane.iot.send(new DeleteCACertificateCommand({ certificateId: vendor.certificateId }));
		await assert.rejects(remove(), awsException("CertificateStateException", 406));
		await assert.rejects(update({ newStatus: "X" as "ACTIVE" }), invalid(/ACTIVE or INACTIVE/));
		await assert.rejects(update({ newAutoRegistrationStatus: "X" as "ENABLE" }), invalid(/ENABLE or DISABLE/));
		await update({ newStatus: "INACTIVE", registrationConfig: { templateBody: jitpTemplateBody, roleArn } });
		const { certificateDescription, registrationConfig } = await describe_(vendor.certificateId);
		assert.deepEqual(
			[certificateDescription?.status, certificateDescription?.autoRegistrationStatus],
			["INACTIVE", "ENABLE"],
		);
		assert.deepEqual(registrationConfig, { templateBody: jitpTemplateBody, roleArn });
		await update({ removeAutoRegistration: true });
		const after = await describe_(vendor.certificateId);
		assert.equal(after.certificateDescription?.autoRegistrationStatus, "DISABLE");
		assert.deepEqual(after.registrationConfig, {});
		await remove();
		await assert.rejects(remove(), awsException("ResourceNotFoundException", 404));
		await assert.rejects(update({ newStatus: "ACTIVE" }), awsException("ResourceNotFoundException", 404));
	});

	const roleArn = provisioningRoleArn;
	const bodyWith = (change: (body: Record<string, Record<string, unknown>>) => void) => {
		const body = JSON.parse(jitpTemplateBody);
		change(body);
		return JSON.stringify(body);
	};
	const wrongConfigs: readonly (readonly [string, object, RegExp])[] = [
		["with neither template", { roleArn }, /exactly one/],
		["with both", { templateBody: jitpTemplateBody, templateName: "jitp", roleArn }, /exactly one/],
		["with a body and no role", { templateBody: jitpTemplateBody }, /roleArn is missing/],
		["with a body that is none", { templateBody: "{", roleArn }, /Invalid template body/],
		["with a fleet template", { templateName: "fleet" }, /of type FLEET_PROVISIONING/],
		[
			"without a certificate",
			{ templateBody: bodyWith(({ Resources = {} }) => delete Resources.certificate), roleArn },
			/no resource of type AWS::IoT::Certificate/,
		],
		[
			"without the certificate's id",
			{ templateBody: jitpTemplateBody.replace('{"Ref":"AWS::IoT::Certificate::Id"}', '"x"'), roleArn },
			/CertificateId/,
		],
		["without a status", { templateBody: jitpTemplateBody.replace(',"Status":"Active"', ""), roleArn }, /Status/],
		[
			"with mappings",
			{ templateBody: bodyWith((body) => Object.assign(body, { Mappings: { m: { a: { b: "c" } } } })), roleArn },
			/Mappings/,
		],
		[
			"with a device configuration",
			{ templateBody: bodyWith((body) => Object.assign(body, { DeviceConfiguration: { a: "b" } })), roleArn },
			/DeviceConfiguration/,
		],
	];
	for (const [what, registrationConfig, message] of wrongConfigs) {
		it(`refuses a registration configuration ${what}`, async () => {
			const { templates } = plane.registry;
			templates.createProvisioningTemplate({ templateName: "fleet", templateBody, provisioningRoleArn });
			await assert.rejects(registerSniOnly(vendor, { registrationConfig }), invalid(message));
			assert.equal(plane.registry.caCertificates.findCaCertificate(vendor.certificateId), undefined);
		});
	}

	it("are listed newest first, in pages, and by the template they name", async () => {
		const { templates } = plane.registry;
		templates.createProvisioningTemplate({
			templateName: "jitp",
			templateBody: jitpTemplateBody,
			provisioningRoleArn,
			type: "JITP",
		});
		await assert.rejects(
			registerSniOnly(vendor, { registrationConfig: { templateName: "none" } }),
			awsException("ResourceNotFoundException", 404),
		);
		await registerSniOnly(vendor, { registrationConfig: { templateName: "jitp" } });
		plane.clock.advance(1000);
		const other = await TestAuthority.make("CN=Other");
		await registerSniOnly(other);
		const list = async (input = {}) => {
			const { certificates = [], nextMarker } = await plane.iot.send(new ListCACertificatesCommand(input));
			return { ids: certificates.map(({ certificateId }) => certificateId), nextMarker };
		};
		assert.deepEqual((await list()).ids, [other.certificateId, vendor.certificateId]);
		assert.deepEqual((await list({ templateName: "jitp" })).ids, [vendor.certificateId]);
		const { ids, nextMarker } = await list({ pageSize: 1, ascendingOrder: true });
		assert.deepEqual(ids, [vendor.certificateId]);
		const rest = await list({ pageSize: 1, ascendingOrder: true, marker: nextMarker });
		assert.deepEqual([rest.ids, rest.nextMarker], [[other.certificateId], undefined]);
	});
});
