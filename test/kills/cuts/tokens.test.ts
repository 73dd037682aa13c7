import assert from "node:assert/strict";
import { defaultBehaviour } from "../../../host-tools/emulator/behaviour.js";
import { EmulatorClock } from "../../../host-tools/emulator/clock.js";
import type { JsonObject } from "../../../host-tools/emulator/json-value.js";
import type { Pki } from "../../../host-tools/emulator/pki/pki.js";
import {
	FleetProvisioning,
	type ProvisioningRequest,
} from "../../../host-tools/emulator/services/provisioning/fleet-provisioning.js";
import { openRegistry } from "../../../host-tools/emulator/services/registry.js";
import { openStore } from "../../../host-tools/emulator/store/open-store.js";
import type { Store } from "../../../host-tools/emulator/store/store.js";
import { noPki } from "../../host-tools/emulator/http/test-control-plane.js";
import { issued, policyDocument, provisioningRoleArn } from "../../host-tools/emulator/services/registry-fixture.js";
import { TemporaryDirectories } from "../../support/temporary-directory.js";
import { LogCuts } from "./log-cuts.js";

/** FAIL: a thing that is there already cannot be registered, unless the token says that it was this device. */
const templateBody = JSON.stringify({
	Resources: {
		thing: {
			Type: "AWS::IoT::Thing",
			Properties: { ThingName: "device" },
			OverrideSettings: { AttributePayload: "FAIL" },
		},
		certificate: {
			Type: "AWS::IoT::Certificate",
			Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" }, Status: "Active" },
		},
		policy: { Type: "AWS::IoT::Policy", Properties: { PolicyName: "p" } },
	},
});
const certificate = issued("device");
const keyPair = { privateKeyPem: "private", publicKeyPem: "public" };
const pki: Pki = { ...noPki, issueKeysAndCertificate: async () => ({ ...certificate, keyPair }) };

describe("Ownership tokens, whenever the emulator is killed", () => {
	const directories = new TemporaryDirectories();
	const clock = new EmulatorClock();
	afterEach(() => directories.remove());
	after(() => clock.close());

	const open = (store: Store) => {
		const registry = openRegistry({ clock, store });
		const provisioning = new FleetProvisioning({ registry, pki, clock, store, behaviour: defaultBehaviour });
		const ask = (topic: ProvisioningRequest["topic"], body: JsonObject = {}) =>
			provisioning.answer({
				topic,
				body: Buffer.from(JSON.stringify(body)),
				clientId: "factory",
				certificateId: undefined,
			});
		return {
			registry,
			create: () => ask({ operation: "create-keys", format: "json" }),
			register: (certificateOwnershipToken: unknown) =>
				ask({ operation: "register-thing", format: "json", templateName: "fleet" }, {
					certificateOwnershipToken,
				} as JsonObject),
			durable: () => store.durable(),
			async close() {
				registry.close();
				await store.close();
			},
		};
	};

	it("are there with their certificate, and register it once and for all", async () => {
		const cuts = await LogCuts.make(directories);
		const first = open(await cuts.open());
		first.registry.policies.createPolicy("p", policyDocument);
		const template = { templateName: "fleet", templateBody, provisioningRoleArn, enabled: true };
		first.registry.templates.createProvisioningTemplate(template);
		await first.durable();
		cuts.begin();
		const { certificateOwnershipToken: token } = await first.create();
		cuts.mark("created");
		const accepted = await first.register(token);
		cuts.mark("registered");
		await first.close();

		const seen = [];
		for (const { directory, mark } of await cuts.all()) {
			const next = open(await openStore({ directory }));
			const { certificates, things, policies } = next.registry;
			seen.push(mark);
			const status = mark === undefined ? undefined : mark === "created" ? "PENDING_ACTIVATION" : "ACTIVE";
			assert.equal(certificates.findCertificate(certificate.certificateId)?.status, status);
			assert.equal(things.findThing("device") !== undefined, mark === "registered");
			if (mark === undefined) {
				await assert.rejects(next.register(token), { journalCode: "token-unknown" });
			} else {
				assert.deepEqual(await next.register(token), accepted);
				const { certificateArn } = certificates.describeCertificate(certificate.certificateId);
				assert.deepEqual(things.listThingPrincipals("device"), [certificateArn]);
				assert.equal(policies.listAttachedPolicies(certificateArn).length, 1);
			}
			await next.close();
		}
		assert.deepEqual(seen, [undefined, "created", "registered"]);
	});
});
