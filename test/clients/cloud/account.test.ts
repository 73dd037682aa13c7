import assert from "node:assert/strict";
import { applyPlan } from "../../../host-tools/cloud/apply/apply-plan.js";
import { createClients } from "../../../host-tools/cloud/apply/clients.js";
import { destroyAccount, planDestruction } from "../../../host-tools/cloud/apply/destroy-account.js";
import { type Account, openAccount } from "../../../host-tools/cloud/apply/open-account.js";
import { changesOf } from "../../../host-tools/cloud/apply/plan.js";
import { parseProject } from "../../../host-tools/cloud/project/read-project.js";
import { skipBecause } from "../../support/skip-because.js";
import { whyMissing } from "../support/installed-clients.js";
import { LocalBench } from "../support/local-bench.js";
import { MotoServer } from "../support/moto-server.js";

/** The account of `thingsmith local`. */
const accountId = "000000000000";

/** AWS IoT in the emulator, every other service in moto. */
describe("clients: an account with all its services", function () {
	this.timeout(120_000);
	let moto: MotoServer;
	let bench: LocalBench;

	before(async function () {
		const missing = whyMissing("moto");
		if (missing !== undefined) skipBecause(this, missing);
		moto = await MotoServer.start({ awsPolicies: true, accountId });
		bench = await LocalBench.start();
	});
	after(async () => {
		await bench?.close();
		await moto?.stop();
	});

	const withAccount = async <T>(work: (account: Account) => Promise<T>): Promise<T> => {
		const everything = { project: "plant", alarmEmail: "alarms@example.com", serialNumbers: "table" };
		const project = await parseProject(JSON.stringify(everything), "thingsmith.json");
		const account = await openAccount(project, moto.settings, new AbortController().signal, (settings, signal) => {
			const others = createClients(settings, signal);
			const { iot, destroy } = createClients({ ...settings, endpointUrl: bench.endpointUrl }, signal);
			const both = () => {
				others.destroy();
				destroy();
			};
			return { ...others, iot, destroy: both };
		});
		try {
			return await work(account);
		} finally {
			account.close();
		}
	};
	const actions = () =>
		withAccount(async (account) =>
			changesOf(await account.plan()).map(({ action, resource }) => [action, resource.id]),
		);

	it("is made whole, is then as it was planned, and is taken back until nothing is left", async () => {
		const before = await actions();
		assert.ok(before.length > 50);
		assert.ok(before.some(([, id]) => id === "ExpirySchedule"));
		await withAccount(async (account) => {
			const { holder, context } = account;
			const applied = await account.applied();
			const plan = await account.plan();
			await applyPlan({ plan, holder, applied, aws: moto.settings, emit: () => undefined }, context);
		});
		assert.deepEqual(await actions(), []);
		await withAccount(async (account) => {
			const pause = (milliseconds: number) => bench.advanceClock(Math.ceil(milliseconds / 1000));
			const options = { things: false, emit: () => undefined, pause };
			await destroyAccount(account, await planDestruction(account), options);
		});
		assert.deepEqual(await actions(), before);
	});
});
