import assert from "node:assert/strict";
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { AwsError } from "../../../../host-tools/emulator/aws-error.js";
import { EmulatorClock } from "../../../../host-tools/emulator/clock.js";
import { openRegistry, type Registry } from "../../../../host-tools/emulator/services/registry.js";
import { openStore } from "../../../../host-tools/emulator/store/open-store.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";
import { issued, openTestRegistry, policyDocument, provisioningRoleArn, templateBody } from "./registry-fixture.js";

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
	createThing: (registry, one, two) => registry.things.createThing(one, { two }),
	updateThing: (registry, one, two) => registry.things.updateThing(one, { attributes: { [two]: one }, merge: true }),
	deleteThing: (registry, one) => registry.things.deleteThing(one),
	createPolicy: (registry, one) => registry.policies.createPolicy(one, policyDocument),
	deletePolicy: (registry, one) => registry.policies.deletePolicy(one),
	template: (registry, templateName) =>
		registry.templates.createProvisioningTemplate({ templateName, templateBody, provisioningRoleArn }),
	version: (registry, one, two) => registry.templates.createProvisioningTemplateVersion(one, templateBody, two === "a"),
	addCertificate: (registry, one) =>
		registry.certificates.addCertificate(issued(one), {
			status: "PENDING_ACTIVATION",
			pendingUntil: Date.now() + 3_600_000,
		}),
	addClaim: (registry, one, two) =>
		registry.certificates.addCertificate(issued(`claim ${one}`), { status: "ACTIVE", claimForTemplate: two }),
	activate: (registry, one) => registry.certificates.updateCertificate(issued(one).certificateId, "ACTIVE"),
	revoke: (registry, one) => registry.certificates.updateCertificate(issued(one).certificateId, "REVOKED"),
	deleteCertificate: (registry, one, two) =>
		registry.certificates.deleteCertificate(issued(one).certificateId, two === "a"),
	attachPolicy: (registry, one, two) => registry.policies.attachPolicy(one, certificateArn(two)),
	detachPolicy: (registry, one, two) => registry.policies.detachPolicy(one, certificateArn(two)),
	attachThing: (registry, one, two) => registry.things.attachThingPrincipal(one, certificateArn(two)),
	detachThing: (registry, one, two) => registry.things.detachThingPrincipal(one, certificateArn(two)),
};

function everythingIn(registry: Registry) {
	const things = [...registry.things.listThings()];
	const policies = [...registry.policies.listPolicies()];
	return {
		things: things.map((thing) => ({ ...thing, attributes: { ...thing.attributes } })),
		policies,
		certificates: [...registry.certificates.listCertificates()],
		claims: ["a", "b", "c"].map((name) => registry.certificates.findCertificate(issued(`claim ${name}`).certificateId)),
		templates: [...registry.templates.listProvisioningTemplates()],
		principals: things.map(({ thingName }) => registry.things.listThingPrincipals(thingName)),
		targets: policies.map(({ policyName }) => [...registry.policies.listTargetsForPolicy(policyName)]),
		attached: [...registry.certificates.listCertificates()].map((one) =>
			registry.policies.listAttachedPolicies(one.certificateArn),
		),
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
				let registry = await openTestRegistry(clock, dataDirectory);
				for (const [name, one, two] of calls) {
					try {
						mutations[name]?.(registry, one, two);
					} catch (error) {
						assert.ok(error instanceof AwsError, String(error));
					}
				}
				const before = everythingIn(registry);
				await registry.close();
				registry = await openTestRegistry(clock, dataDirectory);
				assert.deepEqual(everythingIn(registry), before);
				await registry.close();
			}),
			{ numRuns: 50 },
		);
	});

	it("is on disk when durable() resolves, without any private key", async () => {
		const dataDirectory = await directories.make();
		const registry = await openTestRegistry(clock, dataDirectory);
		const withKey = { ...issued("a"), keyPair: { privateKeyPem: "-----BEGIN RSA PRIVATE KEY-----", publicKeyPem: "" } };
		registry.certificates.addCertificate(withKey, { status: "ACTIVE" });
		await registry.durable();
		const text = await readFile(join(dataDirectory, "registry.log"), "utf8");
		assert.ok(text.includes(issued("a").certificateId));
		assert.equal(text.includes("PRIVATE KEY"), false);
		await registry.close();
	});

	it("says when it dropped a torn line", async () => {
		const dataDirectory = await directories.make();
		await (await openTestRegistry(clock, dataDirectory)).close();
		await appendFile(join(dataDirectory, "registry.log"), '["0123');
		const notes: string[] = [];
		await (await openTestRegistry(clock, dataDirectory, (text) => notes.push(text))).close();
		assert.equal(notes.length, 1);
	});

	it("cannot be opened by two at once", async () => {
		const dataDirectory = await directories.make();
		const registry = await openTestRegistry(clock, dataDirectory);
		await assert.rejects(openTestRegistry(clock, dataDirectory), /In use by this process/);
		await registry.close();
	});
});

describe("A registry that is kept", () => {
	const directories = new TemporaryDirectories();
	afterEach(directories.remove);

	it("is refused to another account, whatever kind of thing it holds, and opens in another region", async () => {
		for (const make of ["createPolicy", "template", "addCertificate"]) {
			const directory = await directories.make();
			const clock = new EmulatorClock();
			const first = await openTestRegistry(clock, directory);
			mutations[make]?.(first, "a", "b");
			await first.close();
			const open = async (accountId: string, region: string) => {
				const store = await openStore({ directory });
				try {
					openRegistry({
						clock,
						store,
						home: { accountId, region },
					}).close();
				} finally {
					await store.close();
				}
			};
			const otherAccount = open("111122223333", "us-east-1");
			await assert.rejects(otherAccount, /of account 000000000000, .* --account 000000000000/, make);
			await open("000000000000", "eu-west-1");
			clock.close();
		}
	});
});
