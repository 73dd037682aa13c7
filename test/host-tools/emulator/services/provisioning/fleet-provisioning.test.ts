import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import { decode, encode } from "cborg";
import {
	allow,
	allowAll,
	createClaim,
	createDevice,
	type EmulatorParts,
	startEmulatorParts,
} from "../../../../support/emulator-parts.js";
import { connectClient, type TestClient } from "../../../../support/mqtt.js";

const templateBody = JSON.stringify({
	Parameters: { SerialNumber: { Type: "String" } },
	Resources: {
		thing: {
			Type: "AWS::IoT::Thing",
			Properties: {
				ThingName: { "Fn::Join": ["", ["Prefix_", { Ref: "SerialNumber" }]] },
				AttributePayload: { serial: { Ref: "SerialNumber" } },
			},
		},
		certificate: {
			Type: "AWS::IoT::Certificate",
			Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" }, Status: "Active" },
		},
		policy: { Type: "AWS::IoT::Policy", Properties: { PolicyName: "device" } },
	},
	DeviceConfiguration: { interval: "10" },
});

const devicePolicy = JSON.stringify({
	Version: "2012-10-17",
	Statement: [
		{
			Effect: "Allow",
			Action: "iot:Connect",
			Resource: "arn:aws:iot:us-east-1:000000000000:client/${iot:Connection.Thing.ThingName}",
			Condition: { Bool: { "iot:Connection.Thing.IsAttached": "true" } },
		},
		{
			Effect: "Allow",
			Action: ["iot:Publish", "iot:Receive"],
			Resource: "arn:aws:iot:us-east-1:000000000000:topic/${iot:Connection.Thing.ThingName}/*",
		},
	],
});

function createTemplate({ registry }: EmulatorParts, changes: { enabled?: boolean; body?: string } = {}) {
	registry.policies.createPolicy("device", devicePolicy);
	registry.templates.createProvisioningTemplate({
		templateName: "fleet",
		templateBody: changes.body ?? templateBody,
		provisioningRoleArn: "arn:aws:iam::000000000000:role/provisioning",
		enabled: changes.enabled ?? true,
	});
}

type Body = Record<string, unknown>;

describe("fleet provisioning over MQTT", () => {
	let parts: EmulatorParts;
	const clients: TestClient[] = [];
	const started = async (options = {}) => {
		parts = await startEmulatorParts(options);
		createTemplate(parts);
	};
	const connected = async (...args: Parameters<typeof connectClient>) => {
		const client = await connectClient(...args);
		clients.push(client);
		return client;
	};
	const claimed = async (clientId = "PROVISIONING-CLIENT") =>
		connected(parts, await createClaim(parts, "fleet"), { clientId });
	const ask = async (client: TestClient, topic: string, body: Body | "" = "") => {
		await client.publish(topic, body === "" ? "" : JSON.stringify(body));
		const { topic: replyTopic, payload } = await client.next(topic);
		return { topic: replyTopic, body: JSON.parse(payload.toString()) as Body };
	};
	const codes = () => parts.journal.list().map(({ code }) => code);

	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
	});

	for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
		it(`provisions a device from claim to first message over ${maxVersion}, in JSON`, async () => {
			await started();
			const claim = await createClaim(parts, "fleet");
			const versions = { minVersion: maxVersion, maxVersion };
			const client = await connected(parts, claim, { clientId: "any id", ...versions });
			const granted = await client.subscribe(
				"$aws/certificates/create/json/accepted",
				"$aws/certificates/create/json/rejected",
				"$aws/provisioning-templates/fleet/provision/json/accepted",
				"$aws/provisioning-templates/fleet/provision/json/rejected",
			);
			assert.deepEqual(granted, [1, 1, 1, 1]);

			const keys = await ask(client, "$aws/certificates/create/json");
			assert.equal(keys.topic, "$aws/certificates/create/json/accepted");
			assert.deepEqual(Object.keys(keys.body).sort(), [
				"certificateId",
				"certificateOwnershipToken",
				"certificatePem",
				"privateKey",
			]);
			const { certificateId, certificatePem, privateKey, certificateOwnershipToken } = keys.body as Record<
				string,
				string
			>;
			const der = new X509Certificate(certificatePem ?? "").raw;
			assert.equal(certificateId, createHash("sha256").update(der).digest("hex"));
			assert.match(privateKey ?? "", /^-----BEGIN RSA PRIVATE KEY-----\n/);
			assert.equal(certificateOwnershipToken?.length, 464);
			assert.equal(parts.registry.certificates.describeCertificate(certificateId ?? "").status, "PENDING_ACTIVATION");

			const registered = await ask(client, "$aws/provisioning-templates/fleet/provision/json", {
				certificateOwnershipToken,
				parameters: { SerialNumber: "4711", undeclared: "is tolerated" },
			});
			assert.deepEqual(registered, {
				topic: "$aws/provisioning-templates/fleet/provision/json/accepted",
				body: { deviceConfiguration: { interval: "10" }, thingName: "Prefix_4711" },
			});
			assert.deepEqual(parts.registry.things.describeThing("Prefix_4711").attributes, { serial: "4711" });
			assert.equal(parts.registry.certificates.describeCertificate(certificateId ?? "").status, "ACTIVE");
			await client.end();

			const credentials = { certificatePem: certificatePem ?? "", privateKeyPem: privateKey ?? "" };
			const device = await connected(parts, credentials, { clientId: "Prefix_4711", ...versions });
			await device.publish("Prefix_4711/temperature", "21.53");
			assert.deepEqual(parts.journal.list(), []);
		});
	}

	it("speaks CBOR on the topics that end with cbor", async () => {
		await started();
		const client = await claimed();
		await client.subscribe("$aws/certificates/create/cbor/accepted");
		await client.publish("$aws/certificates/create/cbor");
		const keys = await client.next();
		assert.equal(keys.topic, "$aws/certificates/create/cbor/accepted");
		const { certificateOwnershipToken } = decode(keys.payload) as Body;
		await client.publish(
			"$aws/provisioning-templates/fleet/provision/cbor",
			Buffer.from(encode({ certificateOwnershipToken, parameters: { SerialNumber: "1" } })),
		);
		const registered = await client.next();
		assert.equal(registered.topic, "$aws/provisioning-templates/fleet/provision/cbor/accepted");
		assert.deepEqual(decode(registered.payload), { deviceConfiguration: { interval: "10" }, thingName: "Prefix_1" });
		await client.publish("$aws/provisioning-templates/fleet/provision/cbor", Buffer.from([0xff, 0x00]));
		const rejected = await client.next();
		assert.equal(rejected.topic, "$aws/provisioning-templates/fleet/provision/cbor/rejected");
		assert.equal((decode(rejected.payload) as Body).statusCode, 400);
	});

	it("answers whoever asked, subscribed or not, and nobody else with the same claim", async () => {
		await started();
		const claim = await createClaim(parts, "fleet");
		const eavesdropper = await connected(parts, claim, { clientId: "eavesdropper" });
		await eavesdropper.subscribe(
			"$aws/certificates/create/json/accepted",
			"$aws/certificates/create/#",
			"$aws/provisioning-templates/fleet/provision/json/accepted",
		);
		const asking = await connected(parts, claim, { clientId: "asking" });
		const keys = await ask(asking, "$aws/certificates/create/json");
		assert.equal(keys.topic, "$aws/certificates/create/json/accepted");
		await ask(asking, "$aws/provisioning-templates/fleet/provision/json", {
			certificateOwnershipToken: keys.body.certificateOwnershipToken,
			parameters: { SerialNumber: "1" },
		});
		// Its own answer is the first message the eavesdropper gets, and the only one.
		const own = await ask(eavesdropper, "$aws/certificates/create/json");
		assert.notEqual(own.body.certificateId, keys.body.certificateId);
		assert.deepEqual(eavesdropper.pending, []);
	});

	it("answers with QoS 0 a request of QoS 0", async () => {
		await started();
		const client = await claimed();
		await client.publish("$aws/certificates/create/json", "{}", { qos: 0 });
		assert.equal((await client.next()).packet.qos, 0);
		await client.publish("$aws/certificates/create/json", "{}", { qos: 1 });
		assert.equal((await client.next()).packet.qos, 1);
	});

	const rejections: [
		name: string,
		body: unknown,
		statusCode: number,
		errorCode: string,
		message: RegExp,
		code: string,
	][] = [
		[
			"an empty token",
			{},
			400,
			"InvalidCertificateOwnershipToken",
			/^Certificate ownership token cannot be empty\.$/,
			"token-missing",
		],
		[
			"a forged token",
			{ certificateOwnershipToken: "eyJ2ZXJzaW9uIjoi" },
			400,
			"InvalidCertificateOwnershipToken",
			/not valid/,
			"token-unknown",
		],
		[
			"a token that is no text",
			{ certificateOwnershipToken: 7 },
			400,
			"InvalidCertificateOwnershipToken",
			/not valid/,
			"token-unknown",
		],
		["a body that is a list", [], 400, "InvalidRequest", /not a JSON object/, "malformed-body"],
		["a body that is not JSON", undefined, 400, "InvalidRequest", /not well-formed JSON/, "malformed-body"],
	];
	for (const [name, body, statusCode, errorCode, message, code] of rejections) {
		it(`rejects RegisterThing with ${name}`, async () => {
			await started();
			const client = await claimed();
			const topic = "$aws/provisioning-templates/fleet/provision/json";
			await client.publish(topic, body === undefined ? "{secret" : JSON.stringify(body));
			const reply = await client.next();
			assert.equal(reply.topic, `${topic}/rejected`);
			const rejection = JSON.parse(reply.payload.toString());
			assert.deepEqual(Object.keys(rejection), ["statusCode", "errorCode", "errorMessage"]);
			assert.equal(rejection.statusCode, statusCode);
			assert.equal(rejection.errorCode, errorCode);
			assert.match(rejection.errorMessage, message);
			assert.deepEqual(codes(), [code]);
			assert.doesNotMatch(JSON.stringify(parts.journal.list()), /secret|eyJ2ZXJzaW9uIjoi/);
		});
	}

	const registerWith = async (client: TestClient, token: unknown, parameters: Body = { SerialNumber: "1" }) =>
		ask(client, "$aws/provisioning-templates/fleet/provision/json", { certificateOwnershipToken: token, parameters });
	const newToken = async (client: TestClient) =>
		(await ask(client, "$aws/certificates/create/json")).body.certificateOwnershipToken;

	it("rejects a token after one hour, and deletes the certificate nobody registered", async () => {
		await started();
		const device = await connected(parts, await createDevice(parts, [allowAll]), { clientId: "rotating" });
		const keys = await ask(device, "$aws/certificates/create/json");
		parts.clock.advance(3_600_000);
		const { topic, body } = await registerWith(device, keys.body.certificateOwnershipToken);
		assert.equal(topic, "$aws/provisioning-templates/fleet/provision/json/rejected");
		assert.equal(body.statusCode, 400);
		assert.equal(body.errorCode, "InvalidCertificateOwnershipToken");
		assert.deepEqual(codes(), ["token-expired"]);
		assert.equal(parts.registry.certificates.findCertificate(String(keys.body.certificateId)), undefined);
	});

	it("answers the same token again with the same thing, and creates nothing twice", async () => {
		await started();
		const client = await claimed();
		const token = await newToken(client);
		const first = await registerWith(client, token);
		const again = await registerWith(client, token, { SerialNumber: "another" });
		assert.deepEqual(again, first);
		assert.equal([...parts.registry.things.listThings()].length, 1);
	});

	it("rejects a missing parameter in AWS's words and leaves nothing behind", async () => {
		await started();
		const client = await claimed();
		const token = await newToken(client);
		const { body } = await registerWith(client, token, {});
		assert.deepEqual(body, {
			statusCode: 400,
			errorCode: "InvalidParameters",
			errorMessage: "Cannot resolve reference value: SerialNumber",
		});
		assert.deepEqual([...parts.registry.things.listThings()], []);
		const { body: later } = await registerWith(client, token);
		assert.equal(later.thingName, "Prefix_1", "the token is still good");
	});

	it("rejects parameters that are longer than AWS takes, and keeps the token good", async () => {
		await started();
		const client = await claimed();
		const token = await newToken(client);
		for (const [parameters, message] of [
			[{ SerialNumber: "1".repeat(4097) }, /"SerialNumber" has more than 4096 characters/],
			[{ SerialNumber: "1", ["x".repeat(2049)]: "" }, /2048 characters at most/],
			[{ SerialNumber: 1 }, /map of strings to strings/],
		] as const) {
			const { body } = await registerWith(client, token, parameters);
			assert.equal(body.errorCode, "InvalidParameters");
			assert.match(String(body.errorMessage), message);
		}
		assert.equal((await registerWith(client, token)).body.thingName, "Prefix_1");
	});

	it("undoes everything when a later step is refused", async () => {
		await started();
		parts.registry.policies.deletePolicy("device");
		const client = await claimed();
		const { body } = await registerWith(client, await newToken(client));
		assert.equal(body.errorCode, "ResourceNotFound");
		assert.deepEqual([...parts.registry.things.listThings()], []);
		assert.deepEqual(codes(), ["resource-not-found"]);
	});

	it("rejects a disabled template", async () => {
		await started();
		parts.registry.templates.updateProvisioningTemplate("fleet", { enabled: false });
		const client = await claimed();
		const { body } = await registerWith(client, await newToken(client));
		assert.equal(body.statusCode, 400);
		assert.deepEqual(codes(), ["template-disabled"]);
	});

	it("attaches a new certificate to an existing thing and leaves its attributes alone", async () => {
		await started();
		parts.registry.things.createThing("Prefix_1", { serial: "old" });
		const client = await claimed();
		const { body } = await registerWith(client, await newToken(client));
		assert.equal(body.thingName, "Prefix_1");
		assert.deepEqual(parts.registry.things.describeThing("Prefix_1").attributes, { serial: "old" });
		assert.equal(parts.registry.things.listThingPrincipals("Prefix_1").length, 1);
	});

	it("certifies the key of a CSR, and rejects what is none", async () => {
		await started();
		const client = await claimed();
		const { topic, body } = await ask(client, "$aws/certificates/create-from-csr/json", {
			certificateSigningRequest: "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
		});
		assert.equal(topic, "$aws/certificates/create-from-csr/json/rejected");
		assert.equal(body.errorCode, "InvalidCertificateSigningRequest");
		assert.deepEqual(codes(), ["invalid-csr"]);
	});

	it("cuts a claim that publishes on the topic of another template", async () => {
		await started();
		const client = await claimed();
		client.mqtt.publish("$aws/provisioning-templates/other/provision/json", "{}", { qos: 1 }, () => {});
		await client.closed();
		const [entry] = parts.journal.list();
		assert.equal(entry?.code, "policy-denied");
		assert.equal(entry?.plane, "publish");
		assert.equal(entry?.target, "$aws/provisioning-templates/other/provision/json");
	});

	it("lets an ordinary certificate provision where its policy allows the topics", async () => {
		await started();
		const statements = [allow("iot:Connect", "client/*"), allow("iot:Publish", "topic/$aws/certificates/create/*")];
		const device = await connected(parts, await createDevice(parts, statements), { clientId: "d" });
		assert.equal((await ask(device, "$aws/certificates/create/json")).topic, "$aws/certificates/create/json/accepted");
		device.mqtt.publish("$aws/certificates/create-from-csr/json", "{}", { qos: 1 }, () => {});
		await device.closed();
		assert.match(parts.journal.list()[0]?.reason ?? "", /does not cover create-from-csr/);
	});

	it("loses as many answers as it is told to", async () => {
		await started({ behaviour: { loseReplies: 1 } });
		const client = await claimed();
		await client.publish("$aws/certificates/create/json");
		await client.publish("$aws/certificates/create/json");
		await client.next();
		assert.deepEqual(client.pending, []);
		assert.deepEqual(codes(), ["reply-lost"]);
	});
});
