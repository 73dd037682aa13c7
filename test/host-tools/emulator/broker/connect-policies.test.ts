import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "../../../../host-tools/base/files/repository-root.js";
import {
	allow,
	allowAll,
	type Credentials,
	createDevice,
	type EmulatorParts,
	startEmulatorParts,
} from "../../../support/emulator-parts.js";
import { type ConnectOptions, connectClient, type TestClient } from "../../../support/mqtt.js";

describe("CONNECT to the broker, with policies as people write them for AWS", () => {
	let parts: EmulatorParts;
	const clients: TestClient[] = [];
	const connected = async (credentials: Credentials, options: ConnectOptions = {}) => {
		clients.push(await connectClient(parts, credentials, { clientId: "d", ...options }));
	};
	/** Why CONNECT was denied. */
	const denied = async (credentials: Credentials, options: ConnectOptions = {}) => {
		await assert.rejects(connected(credentials, options), /closed before CONNACK/);
		const { code, reason = "" } = parts.journal.list().at(-1) ?? {};
		assert.equal(code, "policy-denied");
		return reason;
	};

	beforeEach(async () => {
		parts = await startEmulatorParts();
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
	});

	const policyOf = async (name: string): Promise<object[]> => {
		const file = join(repositoryRoot, "test", "fixtures", "policies", `${name}.json`);
		return (JSON.parse(await readFile(file, "utf8")) as { Statement: object[] }).Statement;
	};

	it("compares the topic of a will as an ARN", async () => {
		const will = { topic: "site/a/gone", payload: Buffer.alloc(0), qos: 1, retain: false } as const;
		const device = await createDevice(parts, await policyOf("will-arn"));
		await connected(device, { will });
		await denied(device, { will: { ...will, topic: "site/b/gone" } });
		await denied(device);
		const connectIf = (operator: string, topic: string) => {
			return { ...allow("iot:Connect", "client/d"), Condition: { [operator]: { "iot:LastWillTopic": topic } } };
		};
		const bare = [connectIf("StringEquals", will.topic), allow("iot:Publish", "topic/*")];
		await denied(await createDevice(parts, bare), { will });
		const denying = [{ ...connectIf("ArnLike", "arn:aws:iot:*:*:topic/site/*"), Effect: "Deny" }, allowAll];
		await denied(await createDevice(parts, denying), { will });
		await connected(await createDevice(parts, denying), { will: { ...will, topic: "elsewhere" } });
	});

	it("knows which variables of the certificate have values", async () => {
		await connected(await createDevice(parts, await policyOf("available-keys")));
		const [statement] = await policyOf("available-keys");
		const missing = {
			"ForAnyValue:StringEquals": { "iot:Certificate.AvailableKeys": "iot:Certificate.Subject.Country" },
		};
		await denied(await createDevice(parts, [{ ...statement, Condition: missing }]));
	});

	it("says that a policy is for another account and region", async () => {
		const reason = await denied(await createDevice(parts, await policyOf("own-account")));
		assert.match(
			reason,
			/policy "[^"]+" is for account 111122223333, region eu-west-1, .* --account 111122223333 --region eu-west-1/,
		);
	});

	it("is of the region of its certificate", async () => {
		const issued = await parts.pki.issueKeysAndCertificate();
		const scope = { region: "eu-west-1", accountId: "000000000000" };
		const { certificateArn } = parts.registry.certificates.addCertificate(issued, { status: "ACTIVE", scope });
		const Statement = [{ Effect: "Allow", Action: "iot:*", Resource: "arn:aws:iot:eu-west-1:000000000000:client/d" }];
		parts.registry.policies.createPolicy("there", JSON.stringify({ Version: "2012-10-17", Statement }));
		parts.registry.policies.attachPolicy("there", certificateArn);
		await connected({ ...issued, certificateArn, privateKeyPem: issued.keyPair.privateKeyPem });
	});
});
