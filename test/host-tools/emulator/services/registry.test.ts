import assert from "node:assert/strict";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { AwsError } from "../../../../host-tools/emulator/aws-error.js";
import { EmulatorClock } from "../../../../host-tools/emulator/clock.js";
import { openRegistry } from "../../../../host-tools/emulator/services/open-registry.js";
import type { Registry } from "../../../../host-tools/emulator/services/registry.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";
import { issued, policyDocument, provisioningRoleArn, templateBody } from "./registry-fixture.js";

const names = fc.constantFrom("a", "b", "c");
const certificateArn = (name: string) => `arn:aws:iot:us-east-1:000000000000:cert/${issued(name).certificateId}`;

/** Random calls; those that AWS's rules refuse change nothing. */
const mutation = fc.oneof(
	fc.tuple(
		fc.constantFrom("createThing", "deleteThing", "createPolicy", "deletePolicy", "template", "version"),
		names,
		names,
	),
	fc.tuple(fc.constantFrom("addCertificate", "addClaim", "activate", "revoke", "deleteCertificate"), names, names),
	fc.tuple(fc.constantFrom("attachPolicy", "detachPolicy", "attachThing", "detachThing", "updateThing"), names, names),
);

const mutations: Record<string, (registry: Registry, one: string, two: string) => unknown> = {
	createThing: (registry, one, two) => registry.createThing(one, { two }),
	updateThing: (registry, one, two) => registry.updateThing(one, { attributes: { [two]: one }, merge: true }),
	deleteThing: (registry, one) => registry.deleteThing(one),
	createPolicy: (registry, one) => registry.createPolicy(one, policyDocument),
	deletePolicy: (registry, one) => registry.deletePolicy(one),
	template: (registry, templateName) =>
		registry.createProvisioningTemplate({ templateName, templateBody, provisioningRoleArn }),
	version: (registry, one, two) => registry.createProvisioningTemplateVersion(one, templateBody, two === "a"),
	addCertificate: (registry, one) =>
		registry.addCertificate(issued(one), { status: "PENDING_ACTIVATION", pendingUntil: Date.now() + 3_600_000 }),
	addClaim: (registry, one, two) =>
		registry.addCertificate(issued(`claim ${one}`), { status: "ACTIVE", claimForTemplate: two }),
	activate: (registry, one) => registry.updateCertificate(issued(one).certificateId, "ACTIVE"),
	revoke: (registry, one) => registry.updateCertificate(issued(one).certificateId, "REVOKED"),
	deleteCertificate: (registry, one, two) => registry.deleteCertificate(issued(one).certificateId, two === "a"),
	attachPolicy: (registry, one, two) => registry.attachPolicy(one, certificateArn(two)),
	detachPolicy: (registry, one, two) => registry.detachPolicy(one, certificateArn(two)),
	attachThing: (registry, one, two) => registry.attachThingPrincipal(one, certificateArn(two)),
	detachThing: (registry, one, two) => registry.detachThingPrincipal(one, certificateArn(two)),
};

function everythingIn(registry: Registry) {
	const things = registry.listThings();
	const policies = registry.listPolicies();
	return {
		things: things.map((thing) => ({ ...thing, attributes: { ...thing.attributes } })),
		policies,
		certificates: registry.listCertificates(),
		claims: ["a", "b", "c"].map((name) => registry.findCertificate(issued(`claim ${name}`).certificateId)),
		templates: registry.listProvisioningTemplates(),
		principals: things.map(({ thingName }) => registry.listThingPrincipals(thingName)),
		targets: policies.map(({ policyName }) => registry.listTargetsForPolicy(policyName)),
		attached: registry.listCertificates().map((one) => registry.listAttachedPolicies(one.certificateArn)),
	};
}

describe("A registry with a data directory", () => {
	const directories = new TemporaryDirectories();
	const clock = new EmulatorClock();
	afterEach(directories.remove);
	after(() => clock.close());

	it("is the same when it is opened again, whatever was done to it", async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(mutation, { maxLength: 60 }), async (calls) => {
				const dataDirectory = await directories.make();
				let registry = await openRegistry({ clock, dataDirectory });
				for (const [name, one, two] of calls) {
					try {
						mutations[name]?.(registry, one, two);
					} catch (error) {
						assert.ok(error instanceof AwsError, String(error));
					}
				}
				const before = everythingIn(registry);
				await registry.close();
				registry = await openRegistry({ clock, dataDirectory });
				assert.deepEqual(everythingIn(registry), before);
				await registry.close();
			}),
			{ numRuns: 50 },
		);
	});

	it("is on disk when durable() resolves, without any private key", async () => {
		const dataDirectory = await directories.make();
		const registry = await openRegistry({ clock, dataDirectory });
		const withKey = { ...issued("a"), keyPair: { privateKeyPem: "-----BEGIN RSA PRIVATE KEY-----", publicKeyPem: "" } };
		registry.addCertificate(withKey, { status: "ACTIVE" });
		await registry.durable();
		const text = await readFile(join(dataDirectory, "registry.log"), "utf8");
		assert.ok(text.includes(issued("a").certificateId));
		assert.equal(text.includes("PRIVATE KEY"), false);
		await registry.close();
	});

	it("says when it dropped a torn line", async () => {
		const dataDirectory = await directories.make();
		await (await openRegistry({ clock, dataDirectory })).close();
		await appendFile(join(dataDirectory, "registry.log"), '["0123');
		const notes: string[] = [];
		await (await openRegistry({ clock, dataDirectory, note: (text) => notes.push(text) })).close();
		assert.equal(notes.length, 1);
	});

	it("cannot be opened by two at once", async () => {
		const dataDirectory = await directories.make();
		const registry = await openRegistry({ clock, dataDirectory });
		await assert.rejects(openRegistry({ clock, dataDirectory }), /In use by process/);
		await registry.close();
	});
});
