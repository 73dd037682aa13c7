import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { CreateProvisioningClaimCommand, ListCertificatesCommand } from "@aws-sdk/client-iot";
import { EmulatorClock } from "../../../../../host-tools/emulator/clock.js";
import { openPki } from "../../../../../host-tools/emulator/pki/open-pki.js";
import type { Pki } from "../../../../../host-tools/emulator/pki/pki.js";
import { within } from "../../../../support/deadline.js";
import { awsException, TestControlPlane } from "../../http/test-control-plane.js";
import { provisioningRoleArn, templateBody } from "../registry-fixture.js";

describe("Control plane: CreateProvisioningClaim", () => {
	const clock = new EmulatorClock();
	let pki: Pki;
	let plane: TestControlPlane;
	before(async () => {
		pki = await openPki({ clock });
	});
	after(() => {
		pki.close();
		clock.close();
	});
	const input = { templateName: "T", templateBody, provisioningRoleArn };
	afterEach(() => plane.close());

	it("answers a certificate, its keys, and when it expires, and registers it for the template", async () => {
		plane = await TestControlPlane.start({ pki });
		plane.registry.templates.createProvisioningTemplate({ ...input, enabled: true });
		const claim = await plane.iot.send(new CreateProvisioningClaimCommand({ templateName: "T" }));
		const certificate = new X509Certificate(claim.certificatePem ?? "");
		assert.equal(claim.expiration?.getTime(), Date.parse(certificate.validTo));
		assert.ok(Math.abs(Date.parse(certificate.validTo) - Date.now() - 300_000) < 20_000);
		assert.equal(certificate.checkPrivateKey(createPrivateKey(claim.keyPair?.PrivateKey ?? "")), true);
		assert.match(claim.keyPair?.PublicKey ?? "", /^-----BEGIN PUBLIC KEY-----/);
		const registered = plane.registry.certificates.findCertificate(claim.certificateId ?? "");
		assert.equal(registered?.claimForTemplate, "T");
		assert.equal(registered?.status, "ACTIVE");
		assert.deepEqual((await plane.iot.send(new ListCertificatesCommand({}))).certificates, []);
	});

	it("refuses a template that is missing, disabled, or of type JITP", async () => {
		plane = await TestControlPlane.start({ pki });
		const send = (templateName: string) => plane.iot.send(new CreateProvisioningClaimCommand({ templateName }));
		await assert.rejects(send("T"), awsException("ResourceNotFoundException", 404));
		plane.registry.templates.createProvisioningTemplate({ ...input, enabled: false });
		await assert.rejects(send("T"), awsException("InvalidRequestException", 400, /disabled/));
		plane.registry.templates.createProvisioningTemplate({ ...input, templateName: "J", enabled: true, type: "JITP" });
		await assert.rejects(send("J"), awsException("InvalidRequestException", 400, /JITP/));
	});

	it("leaves only when the claim is durable", async () => {
		let release = () => {};
		let asked = () => {};
		const reached = new Promise<void>((resolve) => {
			asked = resolve;
		});
		const durable = () => {
			asked();
			return new Promise<void>((resolve) => {
				release = resolve;
			});
		};
		plane = await TestControlPlane.start({ pki, durable });
		plane.registry.templates.createProvisioningTemplate({ ...input, enabled: true });
		let answered = false;
		const claim = plane.iot.send(new CreateProvisioningClaimCommand({ templateName: "T" })).then((answer) => {
			answered = true;
			return answer;
		});
		await within(reached, "the call of durable()", 20_000);
		await new Promise(setImmediate);
		assert.equal(answered, false);
		release();
		assert.match((await claim).certificateId ?? "", /^[0-9a-f]{64}$/);
	});
});
