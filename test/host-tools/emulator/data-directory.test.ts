import assert from "node:assert/strict";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
	allowAll,
	createClaim,
	createDevice,
	type EmulatorParts,
	startEmulatorParts,
} from "../../support/emulator-parts.js";
import { connectClient, type TestClient } from "../../support/mqtt.js";
import { repositoryRoot } from "../../support/source-imports.js";
import { TemporaryDirectories } from "../../support/temporary-directory.js";

/**
 * `fixtures/data-directory` was written by version 0.1.0 through its public operations, over HTTP and MQTT, with the clock moved
 * to 2035: so no claim or token in it has expired when a test moves its clock to the same day. It holds no private key.
 */
const fixture = join(repositoryRoot, "test/host-tools/emulator/fixtures/data-directory");
const writtenAt = Date.UTC(2035, 0, 1, 0, 1);

interface Facts {
	readonly active: string;
	readonly inactive: string;
	readonly revoked: string;
	readonly claim: string;
	readonly registered: string;
	readonly pending: string;
	/** RegisterThing accepted it, for thing "device-1". */
	readonly usedToken: string;
	/** Of the pending certificate. */
	readonly token: string;
}

describe("a data directory of version 0.1.0", () => {
	const directories = new TemporaryDirectories();
	const clients: TestClient[] = [];
	let facts: Facts;
	let parts: EmulatorParts;
	beforeEach(async () => {
		facts = JSON.parse(await readFile(join(fixture, "facts.json"), "utf8"));
		const dataDirectory = await directories.make();
		for (const name of ["registry.log", "data-plane.log"]) {
			await copyFile(join(fixture, name), join(dataDirectory, name));
		}
		parts = await startEmulatorParts({ dataDirectory, now: writtenAt });
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
		await directories.remove();
	});
	const connected = async (...[credentials, options]: [Parameters<typeof connectClient>[1], object]) => {
		const client = await connectClient(parts, credentials, options);
		clients.push(client);
		return client;
	};
	const arnOf = (id: string) => `arn:aws:iot:us-east-1:000000000000:cert/${id}`;

	it("has its things with attributes, versions and principals", () => {
		const { registry } = parts;
		const things = [...registry.things.listThings()].map(({ thingName, attributes, version }) => ({
			thingName,
			attributes,
			version,
		}));
		assert.deepEqual(things, [
			{ thingName: "device-1", attributes: {}, version: 1 },
			{ thingName: "sensor-1", attributes: { room: "kitchen", floor: "2" }, version: 2 },
			{ thingName: "sensor-2", attributes: {}, version: 1 },
		]);
		assert.deepEqual(registry.things.listThingPrincipals("sensor-1"), [arnOf(facts.active)]);
		assert.deepEqual(registry.things.listThingPrincipals("device-1"), [arnOf(facts.registered)]);
		assert.deepEqual(registry.things.listPrincipalThings(arnOf(facts.active)), ["sensor-1"]);
	});

	it("has its certificates and the claim", () => {
		const { registry } = parts;
		const status = (id: string) => registry.certificates.describeCertificate(id).status;
		assert.deepEqual([facts.active, facts.inactive, facts.revoked, facts.registered, facts.pending].map(status), [
			"ACTIVE",
			"INACTIVE",
			"REVOKED",
			"ACTIVE",
			"PENDING_ACTIVATION",
		]);
		assert.equal([...registry.certificates.listCertificates()].length, 5);
		assert.equal(registry.certificates.findCertificate(facts.claim)?.claimForTemplate, "fleet");
	});

	it("has its policies and where they are attached", () => {
		const { registry } = parts;
		const names = (id: string) => registry.policies.listAttachedPolicies(arnOf(id)).map(({ policyName }) => policyName);
		assert.deepEqual(names(facts.active), ["everything"]);
		assert.deepEqual(names(facts.registered), ["everything"]);
		assert.deepEqual(registry.policies.listTargetsForPolicy("unused"), []);
		assert.match(registry.policies.getPolicy("unused").policyDocument, /"iot:\*"/);
		const { policyDocument, versionId } = registry.policies.getPolicyVersion("unused", 1);
		assert.match(policyDocument, /"iot:\*"/);
		assert.equal(registry.policies.createPolicyVersion("unused", policyDocument).versionId, versionId + 1);
	});

	it("has its templates with their versions", () => {
		const { registry } = parts;
		const fleet = registry.templates.describeProvisioningTemplate("fleet");
		assert.deepEqual([fleet.description, fleet.enabled, fleet.defaultVersionId], ["of the fixture", true, 2]);
		assert.match(registry.templates.describeProvisioningTemplateVersion("fleet", 1).templateBody, /"red"/);
		const { targetArn } = registry.templates.describeProvisioningTemplate("hooked").preProvisioningHook ?? {};
		assert.equal(targetArn, "http://127.0.0.1:1/hook");
	});

	it("has the retained message, and the persistent session with what waits for it", async () => {
		const device = await createDevice(parts, [allowAll]);
		const sleeper = await connected(device, { clientId: "sleeper", clean: false });
		assert.deepEqual(
			[(await sleeper.next()).payload.toString(), (await sleeper.next()).payload.toString()],
			["first", "second"],
		);
		const reader = await connected(device, { clientId: "reader" });
		await reader.subscribe("removed");
		await reader.subscribe("state");
		assert.equal((await reader.next()).payload.toString(), "kept");
		await reader.publish("readings/3", "third");
		assert.equal((await sleeper.next()).payload.toString(), "third");
	});

	it("honours its ownership tokens, used or not", async () => {
		const client = await connected(await createClaim(parts, "fleet"), { clientId: "factory" });
		const register = async (certificateOwnershipToken: string, SerialNumber: string) => {
			const request = { certificateOwnershipToken, parameters: { SerialNumber } };
			await client.publish("$aws/provisioning-templates/fleet/provision/json", JSON.stringify(request));
			return JSON.parse((await client.next()).payload.toString());
		};
		const deviceConfiguration = { color: "blue" };
		assert.deepEqual(await register(facts.usedToken, "other"), { deviceConfiguration, thingName: "device-1" });
		assert.deepEqual(await register(facts.token, "device-2"), { deviceConfiguration, thingName: "device-2" });
		assert.equal(parts.registry.certificates.describeCertificate(facts.pending).status, "ACTIVE");
	});
});
