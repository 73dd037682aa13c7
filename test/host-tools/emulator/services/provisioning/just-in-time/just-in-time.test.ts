import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RegistrationConfig } from "../../../../../../host-tools/emulator/services/ca-certificates/ca-certificates.js";
import { within } from "../../../../../support/deadline.js";
import {
	allowAll,
	type Credentials,
	createDevice,
	type EmulatorParts,
	startEmulatorParts,
} from "../../../../../support/emulator-parts.js";
import { connectClient, type TestClient } from "../../../../../support/mqtt.js";
import { TemporaryDirectories } from "../../../../../support/temporary-directory.js";
import { type SignedCertificate, TestAuthority } from "../../../../../support/test-authority.js";
import { jitpTemplateBody, policyDocument, provisioningRoleArn } from "../../registry-fixture.js";

const jitp = { templateBody: jitpTemplateBody, roleArn: provisioningRoleArn };

describe("Just-in-time registration and provisioning", () => {
	let parts: EmulatorParts;
	let vendor: TestAuthority;
	const clients: TestClient[] = [];
	const directories = new TemporaryDirectories();
	before(async () => {
		vendor = await TestAuthority.make("CN=Vendor,O=Acme");
	});
	beforeEach(async () => {
		parts = await startEmulatorParts();
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
		await directories.remove();
	});

	type Device = Pick<SignedCertificate, "certificatePem" | "privateKeyPem">;
	const register = (
		registrationConfig?: RegistrationConfig,
		{ setAsActive = true, allowAutoRegistration = true, authority = vendor } = {},
	) =>
		parts.registry.caCertificates.registerCaCertificate({
			caCertificate: authority.certificatePem,
			certificateMode: "SNI_ONLY",
			setAsActive,
			allowAutoRegistration,
			...(registrationConfig && { registrationConfig }),
		});
	const connected = async (device: Device | Credentials, clientId = "d") => {
		const client = await connectClient(parts, device, { clientId });
		clients.push(client);
		return client;
	};
	/** Tries to connect in vain; returns what the journal says about it. */
	const turnedAway = async (device: Device, code: string) => {
		await assert.rejects(connected(device), /closed before CONNACK/);
		const entry = parts.journal.list().findLast(({ plane }) => plane === "connect");
		assert.equal(entry?.code, code, entry?.reason);
		return entry.reason;
	};
	const statusOf = ({ certificateId }: SignedCertificate) =>
		parts.registry.certificates.findCertificate(certificateId)?.status;
	const watch = async () => {
		const watcher = await connected(await createDevice(parts, [allowAll]), "watcher");
		await watcher.subscribe("$aws/events/certificates/registered/#");
		return async () => {
			const { topic, payload } = await watcher.next("registered event");
			return { topic, event: JSON.parse(payload.toString()) };
		};
	};
	/** Resolves with the first status that is neither none nor PENDING_ACTIVATION, or when provisioning has failed. */
	const settled = ({ certificateId }: SignedCertificate) => {
		const { certificates, changes } = parts.registry;
		const find = () => certificates.findCertificate(certificateId);
		const isSettled = () => find() !== undefined && find()?.awaitsProvisioning === undefined;
		const settling = new Promise<void>((resolve) => {
			if (isSettled()) return resolve();
			const unfollow = changes.onChange(() => {
				if (!isSettled()) return;
				unfollow();
				resolve();
			});
		});
		return within(settling, "provisioning");
	};

	it("registers a certificate of an ACTIVE CA when it is presented, says so each time, and lets it in once activated", async () => {
		const { certificateArn } = register();
		const next = await watch();
		const device = await vendor.issue("CN=sn-1");
		assert.match(await turnedAway(device, "certificate-registered"), /registered just now and is PENDING_ACTIVATION/);
		const { topic, event } = await next();
		assert.equal(topic, `$aws/events/certificates/registered/${vendor.certificateId}`);
		const row = parts.registry.certificates.describeCertificate(device.certificateId);
		assert.deepEqual(event, {
			certificateId: device.certificateId,
			caCertificateId: vendor.certificateId,
			timestamp: event.timestamp,
			certificateStatus: "PENDING_ACTIVATION",
			awsAccountId: "000000000000",
			certificateRegistrationTimestamp: String(row.creationDate),
			sourceIp: "127.0.0.1",
		});
		assert.deepEqual(
			[row.status, row.caCertificateId, row.certificateMode, row.certificatePem],
			["PENDING_ACTIVATION", vendor.certificateId, "SNI_ONLY", device.certificatePem],
		);
		assert.match(certificateArn, /:cacert\//);
		parts.clock.advance(10_000);
		await turnedAway(device, "certificate-not-active");
		const again = (await next()).event;
		assert.equal(again.certificateRegistrationTimestamp, event.certificateRegistrationTimestamp);
		assert.ok(again.timestamp >= event.timestamp + 10_000);
		const { certificates, policies } = parts.registry;
		certificates.updateCertificate(device.certificateId, "ACTIVE");
		policies.createPolicy("p", policyDocument);
		policies.attachPolicy("p", row.certificateArn);
		await connected(device);
	});

	it("stays PENDING_ACTIVATION for longer than the hour of an ownership token", async () => {
		register();
		const device = await vendor.issue("CN=sn-1");
		await turnedAway(device, "certificate-registered");
		parts.clock.advance(2 * 3_600_000);
		assert.equal(statusOf(device), "PENDING_ACTIVATION");
	});

	it("registers nothing on the handshake alone", async () => {
		register();
		const device = await vendor.issue("CN=sn-1");
		await assert.rejects(connectClient(parts, device, { clientId: "$reserved" }));
		assert.equal(statusOf(device), undefined);
	});

	it("provisions with the template of the CA, and lets the second connection in", async () => {
		register(jitp);
		const next = await watch();
		const device = await vendor.issue("CN=sn-1");
		assert.match(await turnedAway(device, "certificate-registered"), /being provisioned: connect again/);
		assert.equal((await next()).event.certificateStatus, "PENDING_ACTIVATION");
		await settled(device);
		assert.equal(statusOf(device), "ACTIVE");
		const { certificateArn } = parts.registry.certificates.describeCertificate(device.certificateId);
		assert.deepEqual([...parts.registry.things.listPrincipalThings(certificateArn)], ["sn-1"]);
		await connected(device, "sn-1");
	});

	it("takes the device of openssl with its CA appended, and a template by its name", async () => {
		const directory = await directories.make();
		const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: directory, stdio: "pipe" });
		const read = (name: string) => readFileSync(join(directory, name), "utf8");
		const key = (name: string) => ["-newkey", "rsa:2048", "-nodes", "-keyout", `${name}.key`];
		const sign = (name: string, subject: string) => {
			openssl("req", ...key(name), "-out", `${name}.csr`, "-subj", subject);
			const ca = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"];
			openssl("x509", "-req", "-in", `${name}.csr`, ...ca, "-out", `${name}.pem`, "-days", "5");
		};
		openssl("req", "-x509", ...key("ca"), "-out", "ca.pem", "-subj", "/O=Shell CA", "-days", "9");
		sign("d", "/C=DE/O=Acme/CN=sn-2/serialNumber=77");
		sign("v", `/CN=${parts.registry.caCertificates.registrationCode()}`);
		writeFileSync(join(directory, "chain.pem"), read("d.pem") + read("ca.pem"));
		const body = JSON.parse(jitpTemplateBody);
		for (const name of ["Country", "Organization", "SerialNumber", "Id"]) {
			body.Parameters[`AWS::IoT::Certificate::${name}`] = { Type: "String" };
		}
		body.Resources.thing.Properties.AttributePayload = {
			country: { Ref: "AWS::IoT::Certificate::Country" },
			serial: { Ref: "AWS::IoT::Certificate::SerialNumber" },
		};
		parts.registry.templates.createProvisioningTemplate({
			templateName: "jitp",
			templateBody: JSON.stringify(body),
			provisioningRoleArn,
			type: "JITP",
			enabled: true,
		});
		parts.registry.caCertificates.registerCaCertificate({
			caCertificate: read("ca.pem"),
			verificationCertificate: read("v.pem"),
			setAsActive: true,
			allowAutoRegistration: true,
			registrationConfig: { templateName: "jitp" },
		});
		const device = { certificatePem: read("chain.pem"), privateKeyPem: read("d.key") };
		await turnedAway(device, "certificate-registered");
		const [certificate] = parts.registry.certificates.listCertificates();
		assert.equal(certificate?.certificateMode, "DEFAULT");
		await settled(certificate as unknown as SignedCertificate);
		assert.deepEqual(parts.registry.things.findThing("sn-2")?.attributes, { country: "DE", serial: "77" });
		await connected(device, "sn-2");
	});

	it("leaves a certificate PENDING_ACTIVATION that lacks what the template declares, says why, and does not try again", async () => {
		const declaring = JSON.parse(jitpTemplateBody);
		declaring.Parameters["AWS::IoT::Certificate::Country"] = { Type: "String" };
		register({ ...jitp, templateBody: JSON.stringify(declaring) });
		const device = await vendor.issue("CN=sn-1");
		await turnedAway(device, "certificate-registered");
		await settled(device);
		assert.equal(statusOf(device), "PENDING_ACTIVATION");
		const entry = parts.journal.list().at(-1);
		assert.deepEqual(
			[entry?.plane, entry?.code, entry?.certificateId],
			["provisioning", "jitp-failed", device.certificateId],
		);
		const words =
			/declares AWS::IoT::Certificate::Country, and the certificate's subject has no value.*delete the certificate/;
		assert.match(entry?.reason ?? "", words);
		assert.match(await turnedAway(device, "jitp-failed"), words);
		assert.equal(parts.registry.things.findThing("sn-1"), undefined);
		parts.registry.certificates.updateCertificate(device.certificateId, "INACTIVE");
		parts.registry.certificates.deleteCertificate(device.certificateId);
		parts.registry.caCertificates.updateCaCertificate(vendor.certificateId, { registrationConfig: jitp });
		await turnedAway(device, "certificate-registered");
		await settled(device);
		await connected(device, "sn-1");
	});

	it("makes nothing of a template whose group is missing", async () => {
		const body = JSON.parse(jitpTemplateBody);
		body.Resources.thing.Properties.ThingGroups = ["none"];
		register({ ...jitp, templateBody: JSON.stringify(body) });
		const device = await vendor.issue("CN=sn-1");
		await turnedAway(device, "certificate-registered");
		await settled(device);
		assert.equal(statusOf(device), "PENDING_ACTIVATION");
		assert.equal(parts.registry.things.findThing("sn-1"), undefined);
	});

	it("registers nothing for a CA that is INACTIVE, without auto-registration, expired or deleted", async () => {
		const device = await vendor.issue("CN=sn-1", { notAfter: Date.now() + 20 * 86_400_000 });
		register(undefined, { setAsActive: false });
		const { caCertificates } = parts.registry;
		assert.match(await turnedAway(device, "ca-not-active"), /INACTIVE/);
		caCertificates.updateCaCertificate(vendor.certificateId, {
			newStatus: "ACTIVE",
			newAutoRegistrationStatus: "DISABLE",
		});
		await turnedAway(device, "ca-without-auto-registration");
		caCertificates.updateCaCertificate(vendor.certificateId, { newAutoRegistrationStatus: "ENABLE" });
		parts.clock.advance(11 * 86_400_000);
		await turnedAway(device, "ca-expired");
		caCertificates.updateCaCertificate(vendor.certificateId, { newStatus: "INACTIVE" });
		caCertificates.deleteCaCertificate(vendor.certificateId);
		await turnedAway(device, "certificate-unknown");
		assert.equal(statusOf(device), undefined);
	});

	it("registers nothing that the CA did not sign, or whose time is over or has not come", async () => {
		register();
		const impostor = await TestAuthority.make("CN=Vendor,O=Acme");
		const forged = await impostor.issue("CN=sn-1");
		await turnedAway(forged, "certificate-unknown");
		const expired = await vendor.issue("CN=sn-1", { notAfter: Date.now() - 1000 });
		await turnedAway(expired, "certificate-expired");
		const early = await vendor.issue("CN=sn-1", { notBefore: Date.now() + 3_600_000 });
		await turnedAway(early, "certificate-not-yet-valid");
		assert.deepEqual([forged, expired, early].map(statusOf), [undefined, undefined, undefined]);
	});

	it("lets certificates in that were registered before their CA was deactivated", async () => {
		register(jitp);
		const device = await vendor.issue("CN=sn-1");
		await turnedAway(device, "certificate-registered");
		await settled(device);
		parts.registry.caCertificates.updateCaCertificate(vendor.certificateId, { newStatus: "INACTIVE" });
		await connected(device, "sn-1");
	});

	it("goes on with a certificate that was registered and not provisioned before a kill", async () => {
		register(jitp);
		const device = await vendor.issue("CN=sn-1");
		parts.registry.certificates.addCertificate(
			{ ...device, notBefore: Date.now() - 1000, notAfter: Date.now() + 86_400_000 },
			{ status: "PENDING_ACTIVATION", caCertificateId: vendor.certificateId, awaitsProvisioning: true },
		);
		assert.match(await turnedAway(device, "certificate-registered"), /is being provisioned/);
		await settled(device);
		await connected(device, "sn-1");
	});
});
