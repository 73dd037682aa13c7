import assert from "node:assert/strict";
import { createClients, type OwnedClients } from "../../../host-tools/cloud/apply/clients.js";
import { differences } from "../../../host-tools/cloud/apply/differences.js";
import type { KindContext } from "../../../host-tools/cloud/apply/kind.js";
import { otherKinds } from "../../../host-tools/cloud/apply/kinds/others.js";
import { kindContract } from "../../contracts/kind.contract.js";
import { skipBecause } from "../../support/skip-because.js";
import { whyMissing } from "../support/installed-clients.js";
import { MotoServer } from "../support/moto-server.js";
import { kindSubjects } from "./kind-subjects.js";
import { model, place, propertiesOf } from "./model.js";

describe("clients: kinds of resources, against moto", function () {
	this.timeout(240_000);
	let moto: MotoServer;
	let killed = 0;

	before(async function () {
		const missing = whyMissing("moto");
		if (missing !== undefined) skipBecause(this, missing);
		moto = await MotoServer.start();
	});
	after(async () => {
		await moto?.stop();
		if (killed > 0) process.stdout.write(`  kinds: killed after each of ${killed} calls, and begun again\n`);
	});

	for (const subject of kindSubjects) {
		kindContract(
			subject,
			() => ({ settings: moto.settings, place, reset: () => moto.reset() }),
			(count) => {
				killed += count;
			},
		);
	}

	it("there is a subject of every kind", () => {
		assert.deepEqual(new Set(kindSubjects.map(({ kind }) => kind)), new Set(otherKinds));
	});

	describe("everything of the model that they are for", () => {
		let whole: MotoServer;
		let clients: OwnedClients;
		let context: KindContext;
		const resources = model.flatMap((one) => {
			const kind = otherKinds.find(({ type }) => type === one.type);
			return kind === undefined ? [] : [{ kind, name: one.name, properties: propertiesOf(one) }];
		});

		before(async () => {
			whole = await MotoServer.start({ awsPolicies: true });
			clients = createClients(whole.settings);
			context = { clients, place, owner: "plant", signal: new AbortController().signal };
		});
		after(async () => {
			clients?.destroy();
			await whole?.stop();
		});

		it("is made, is then as it was wanted, and is removed in the reverse order", async () => {
			for (const { kind, name, properties } of resources) {
				assert.equal(await kind.read(name, context, properties), undefined, name);
				await kind.create(name, properties, context);
			}
			for (const { kind, name, properties } of resources) {
				const found = await kind.read(name, context, properties);
				assert.ok(found, name);
				assert.equal(found.owner, "plant", name);
				assert.deepEqual(differences(properties, found.properties), [], name);
			}
			for (const { kind, name, properties } of resources.toReversed()) {
				const found = await kind.read(name, context, properties);
				assert.ok(found, name);
				await kind.remove(name, found, context);
			}
			for (const { kind, name, properties } of resources) {
				assert.equal(await kind.read(name, context, properties), undefined, name);
			}
			assert.ok(resources.length > 20);
		});
	});
});
