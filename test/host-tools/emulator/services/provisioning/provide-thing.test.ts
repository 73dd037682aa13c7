import assert from "node:assert/strict";
import { starterNames, starterProperties } from "../../../../../host-tools/cloud/account/starter-template.js";
import {
	allowAll,
	type Credentials,
	createClaim,
	createDevice,
	type EmulatorParts,
	startEmulatorParts,
} from "../../../../support/emulator-parts.js";
import { connectClient, type TestClient } from "../../../../support/mqtt.js";
import { readRoot } from "../../../../support/source-imports.js";
import { provisioningRoleArn } from "../registry-fixture.js";

const realTemplate = readRoot("test/fixtures/templates/type-and-group.json");
const exclusiveTemplate = readRoot("test/fixtures/templates/exclusive.json");
const asPolicy = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const accountArn = (resource: string) => `arn:aws:iot:us-east-1:000000000000:${resource}`;

interface Provisioned {
	readonly body: Readonly<Record<string, unknown>>;
	readonly credentials: Pick<Credentials, "certificatePem" | "privateKeyPem">;
	readonly certificateArn: string;
}

describe("what a template says of things", () => {
	let parts: EmulatorParts;
	const clients: TestClient[] = [];
	beforeEach(async () => {
		parts = await startEmulatorParts();
		parts.registry.policies.createPolicy(starterNames.policyName, asPolicy(allowAll));
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		await parts.close();
	});
	const createTemplate = (body: string) =>
		parts.registry.templates.createProvisioningTemplate({
			templateName: "fleet",
			templateBody: body,
			provisioningRoleArn,
			enabled: true,
		});
	const connected = async (credentials: Provisioned["credentials"], clientId: string) => {
		const client = await connectClient(parts, credentials, { clientId });
		clients.push(client);
		return client;
	};
	const ask = async (client: TestClient, topic: string, body: object) => {
		await client.publish(topic, JSON.stringify(body));
		return JSON.parse((await client.next(topic)).payload.toString());
	};
	const provision = async (parameters: object): Promise<Provisioned> => {
		const claim = await connected(await createClaim(parts, "fleet"), "claimed");
		const keys = await ask(claim, "$aws/certificates/create/json", {});
		const { certificateOwnershipToken, certificatePem, privateKey, certificateId } = keys;
		const topic = "$aws/provisioning-templates/fleet/provision/json";
		const body = await ask(claim, topic, { certificateOwnershipToken, parameters });
		const certificateArn = accountArn(`cert/${certificateId}`);
		return { body, credentials: { certificatePem, privateKeyPem: privateKey }, certificateArn };
	};
	const groupsOf = (thingName: string) =>
		parts.registry.thingGroups.listThingGroupsForThing(thingName).map(({ thingGroupName }) => thingGroupName);

	describe("with type and groups", () => {
		beforeEach(() => createTemplate(realTemplate));
		const prepare = () => {
			parts.registry.thingTypes.createThingType("probe");
			parts.registry.thingGroups.createThingGroup("new-units");
		};

		it("makes a thing of the type, in the group", async () => {
			prepare();
			const { body, certificateArn } = await provision({ Unit: "7" });
			assert.deepEqual(body, { deviceConfiguration: {}, thingName: "unit-7" });
			const thing = parts.registry.things.describeThing("unit-7");
			assert.deepEqual([thing.thingTypeName, thing.attributes], ["probe", { unit: "7" }]);
			assert.deepEqual(groupsOf("unit-7"), ["new-units"]);
			assert.deepEqual(parts.registry.things.listThingPrincipals("unit-7"), [certificateArn]);
			assert.deepEqual(parts.journal.list(), []);
		});

		it("is refused for a type or a group that is missing, and leaves nothing behind", async () => {
			const noType = (await provision({ Unit: "7" })).body;
			assert.equal(noType.statusCode, 404);
			assert.match(String(noType.errorMessage), /Thing type "probe" does not exist/);
			parts.registry.thingTypes.createThingType("probe");
			const noGroup = (await provision({ Unit: "7" })).body;
			assert.match(String(noGroup.errorMessage), /Thing group "new-units" does not exist/);
			assert.deepEqual([...parts.registry.things.listThings()], []);
		});

		it("merges attributes and replaces type and groups of a thing that is there, as its settings say", async () => {
			prepare();
			const { things, thingTypes, thingGroups } = parts.registry;
			thingTypes.createThingType("other");
			thingGroups.createThingGroup("old-units");
			things.createThing("unit-7", { room: "attic", unit: "0" }, { thingTypeName: "other" });
			thingGroups.addThingToThingGroup("old-units", "unit-7");
			await provision({ Unit: "7" });
			const thing = things.describeThing("unit-7");
			assert.deepEqual([thing.thingTypeName, thing.attributes], ["probe", { room: "attic", unit: "7" }]);
			assert.deepEqual(groupsOf("unit-7"), ["new-units"]);
		});

		it("puts everything back when a later step is refused", async () => {
			prepare();
			const { things, thingTypes, thingGroups, policies } = parts.registry;
			thingTypes.createThingType("other");
			thingGroups.createThingGroup("old-units");
			const before = things.createThing("unit-7", { unit: "0" }, { thingTypeName: "other" });
			thingTypes.deprecateThingType("other");
			thingGroups.addThingToThingGroup("old-units", "unit-7");
			policies.deletePolicy(starterNames.policyName);
			assert.equal((await provision({ Unit: "7" })).body.statusCode, 404);
			assert.deepEqual(things.describeThing("unit-7"), before);
			assert.deepEqual(groupsOf("unit-7"), ["old-units"]);
		});
	});

	it("gives an exclusive thing its variables, whatever the client id", async () => {
		createTemplate(exclusiveTemplate);
		const { registry } = parts;
		const { body, credentials, certificateArn } = await provision({ SerialNumber: "s1" });
		assert.equal(body.thingName, "s1");
		assert.equal(registry.things.exclusiveThingOf(certificateArn), "s1");
		const own = [
			{ Effect: "Allow", Action: "iot:Connect", Resource: "*" },
			{
				Effect: "Allow",
				Action: "iot:Publish",
				Resource: accountArn("topic/${iot:Connection.Thing.ThingName}/*"),
				Condition: { Bool: { "iot:Connection.Thing.IsAttached": "true" } },
			},
		];
		registry.policies.createPolicy("own", asPolicy(...own));
		registry.policies.attachPolicy("own", certificateArn);
		const watcher = await connected(await createDevice(parts, [allowAll]), "watcher");
		await watcher.subscribe("$aws/events/presence/connected/+", "s1/#");
		const device = await connected(credentials, "another-name");
		const event = JSON.parse((await watcher.next()).payload.toString());
		assert.deepEqual([event.clientId, event.thingName], ["another-name", "s1"]);
		await device.publish("s1/temperature", "21");
		assert.equal((await watcher.next()).topic, "s1/temperature");
		device.mqtt.publish("another-name/temperature", "21", { qos: 1 }, () => {});
		await device.closed();
		assert.equal(parts.journal.list().at(-1)?.code, "policy-denied");
	});

	describe("of the starter template", () => {
		beforeEach(() => {
			const { thingTypes, thingGroups } = parts.registry;
			thingTypes.createThingType("thingsmith-device");
			thingGroups.createThingGroup("thingsmith-fleet");
			const place = { partition: "aws", region: "us-east-1", accountId: "000000000000" };
			createTemplate(starterProperties<{ TemplateBody: string }>("FleetTemplate", place).TemplateBody);
		});

		it("gives a serial number to the first who asks, and nobody who has a claim becomes that device", async () => {
			const first = await provision({ SerialNumber: "7" });
			assert.equal(first.body.thingName, "thingsmith-7");
			const second = await provision({ SerialNumber: "7" });
			assert.equal(second.body.statusCode, 409);
			assert.equal(second.body.errorCode, "ResourceConflicts");
			assert.match(String(second.body.errorMessage), /"thingsmith-7" exists.*delete the thing first/);
			const { things, certificates } = parts.registry;
			assert.deepEqual(things.listThingPrincipals("thingsmith-7"), [first.certificateArn]);
			const left = certificates.describeCertificate(second.certificateArn.split("/")[1] ?? "");
			assert.equal(left.status, "PENDING_ACTIVATION");
			await assert.rejects(connected(second.credentials, "thingsmith-7"));
			assert.ok(parts.journal.list().some(({ code }) => code === "resource-conflicts"));
		});

		it("gives it again once the thing was deleted", async () => {
			const { certificateArn } = await provision({ SerialNumber: "7" });
			parts.registry.things.detachThingPrincipal("thingsmith-7", certificateArn);
			parts.registry.things.deleteThing("thingsmith-7");
			assert.equal((await provision({ SerialNumber: "7" })).body.thingName, "thingsmith-7");
		});

		it("knows the certificate that a thing was made with", async () => {
			const { certificateArn } = await provision({ SerialNumber: "7" });
			const { attributes } = parts.registry.things.describeThing("thingsmith-7");
			assert.deepEqual(attributes, { serialNumber: "7", firstCertificate: certificateArn.split("/")[1] });
		});
	});

	it("lets a claim make things until its five minutes are over, and then register what it has a token for", async () => {
		createTemplate(exclusiveTemplate);
		const claim = await connected(await createClaim(parts, "fleet"), "claimed");
		const tokens: unknown[] = [];
		for (let index = 0; index < 3; index++) {
			tokens.push((await ask(claim, "$aws/certificates/create/json", {})).certificateOwnershipToken);
		}
		parts.clock.advance(301_000);
		for (const topic of ["$aws/certificates/create/json", "$aws/certificates/create-from-csr/json"]) {
			const refused = await ask(claim, topic, {});
			assert.equal(refused.statusCode, 403);
			assert.match(refused.errorMessage, /claims are good for five minutes, create a new one/);
		}
		for (const [index, certificateOwnershipToken] of tokens.entries()) {
			const topic = "$aws/provisioning-templates/fleet/provision/json";
			const parameters = { SerialNumber: `s${index}` };
			const answer = await ask(claim, topic, { certificateOwnershipToken, parameters });
			assert.equal(answer.thingName, `s${index}`);
		}
	});
});
