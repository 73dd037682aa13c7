import assert from "node:assert/strict";
import { ListRolesCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { AwsSettings } from "../../../host-tools/cloud/account/aws-settings.js";
import { applyPlan } from "../../../host-tools/cloud/apply/apply-plan.js";
import { createClients } from "../../../host-tools/cloud/apply/clients.js";
import { destroyAccount, planDestruction } from "../../../host-tools/cloud/apply/destroy-account.js";
import { type Account, openAccount } from "../../../host-tools/cloud/apply/open-account.js";
import { changesOf } from "../../../host-tools/cloud/apply/plan.js";
import { parseProject } from "../../../host-tools/cloud/project/read-project.js";
import { points } from "../../support/exhaustive.js";
import { Killed, MortalClients } from "../../support/mortal-clients.js";
import { skipBecause } from "../../support/skip-because.js";
import { AwsFront } from "../support/aws-front.js";
import { whyMissing } from "../support/installed-clients.js";
import { LocalBench } from "../support/local-bench.js";
import { MotoServer } from "../support/moto-server.js";

const project = JSON.stringify({ project: "plant", alarmEmail: "alarms@example.com", serialNumbers: ["0001"] });

/** The whole of an account: AWS IoT by the emulator, everything else by moto, behind one endpoint. */
describe("clients: an account from its plan to its end", function () {
	this.timeout(600_000);
	let moto: MotoServer;
	let bench: LocalBench;
	let front: AwsFront;
	let aws: AwsSettings;

	before(async function () {
		const missing = whyMissing("moto");
		if (missing !== undefined) skipBecause(this, missing);
		moto = await MotoServer.start({ awsPolicies: true });
		bench = await LocalBench.start(["--empty", "--account", MotoServer.accountId]);
		front = await AwsFront.start({ emulator: bench.endpointUrl, moto: moto.url });
		aws = { ...moto.settings, endpointUrl: front.url };
	});
	after(async () => {
		await front?.close();
		await bench?.close();
		await moto?.stop();
	});

	async function run<T>(work: (account: Account) => Promise<T>, create = createClients): Promise<T> {
		const account = await openAccount(await parseProject(project, "x"), aws, new AbortController().signal, create);
		try {
			return await work(account);
		} finally {
			account.close();
		}
	}
	const plan = () =>
		run(async (account) => {
			const made = await account.plan();
			assert.deepEqual(made.leftAlone, []);
			return changesOf(made).map(({ action, resource }) => `${action} ${resource.type} ${resource.name}`);
		});
	const apply = (create = createClients) =>
		run(async (account) => {
			const { holder, context } = account;
			const applied = await account.applied();
			await applyPlan({ plan: await account.plan(), holder, applied, aws, emit: () => {} }, context);
		}, create);
	const destroy = () =>
		run(async (account) => {
			const pause = async (milliseconds: number) => {
				const body = JSON.stringify({ advanceSeconds: milliseconds / 1000 });
				await fetch(`${bench.endpointUrl}/_thingsmith/clock`, { method: "POST", body });
			};
			await destroyAccount(account, await planDestruction(account), { things: false, emit: () => {}, pause });
		});

	it("is planned, made, found unchanged, found changed by hand, mended, and taken back whole", async () => {
		const planned = await plan();
		assert.ok(planned.length > 45, planned.join("\n"));
		await apply();
		assert.deepEqual(await plan(), []);
		await run(async ({ context }) => {
			const iam = await context.clients.iam();
			const PolicyDocument = JSON.stringify({
				Version: "2012-10-17",
				Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
			});
			await iam.send(new PutRolePolicyCommand({ RoleName: "plant-provisioning", PolicyName: "more", PolicyDocument }));
		});
		const drift = await run(async (account) => {
			const { steps } = await account.plan();
			return steps.filter((step) => step.drift).map(({ resource }) => resource.name);
		});
		assert.deepEqual(drift, ["plant-provisioning"]);
		await apply();
		assert.deepEqual(await plan(), []);
		await destroy();
		assert.deepEqual((await plan()).length, planned.length);
		await run(async ({ context }) => {
			const { Roles = [] } = await (await context.clients.iam()).send(new ListRolesCommand({}));
			assert.deepEqual(
				Roles.filter(({ RoleName }) => RoleName?.startsWith("plant")),
				[],
			);
		});
	});

	it("comes to the same end when it was killed on the way", async () => {
		let calls = 0;
		let kills = 0;
		const mortal = (last: number) => () => {
			const clients = new MortalClients(aws, last);
			const { destroy: end } = clients.clients;
			clients.clients.destroy = () => {
				calls = clients.calls;
				end();
			};
			return clients.clients;
		};
		await apply(mortal(Number.POSITIVE_INFINITY));
		await destroy();
		for (const last of points(calls, 5).slice(0, -1)) {
			await assert.rejects(apply(mortal(last)), (error: Error) => error instanceof Killed || error.cause !== undefined);
			kills += 1;
			await apply();
			assert.deepEqual(await plan(), [], `killed after call ${last}`);
			await destroy();
		}
		process.stdout.write(`  account: killed after ${kills} of ${calls} calls, and begun again\n`);
	});
});
