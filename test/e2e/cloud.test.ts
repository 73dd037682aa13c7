import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTemporaryDirectory } from "../../host-tools/base/files/temporary-directory.js";
import { Cli, endAll } from "../support/cli.js";

describe("thingsmith cloud", () => {
	afterEach(endAll);

	it("prepares thingsmith local, sees what changes, refuses to ask nobody, and takes all of it back", async () => {
		await withTemporaryDirectory(async (cwd) => {
			const local = new Cli(["local", "--port", "0", "--mqtt-port", "0", "--https-port", "0", "--json"]);
			const { endpointUrl } = await local.event({ event: "ready" });
			const env = { AWS_ENDPOINT_URL: String(endpointUrl) };
			const run = async (...args: readonly string[]) => {
				const cli = new Cli(["cloud", ...args], { env, cwd });
				return { cli, code: await cli.exit() };
			};

			const planned = await run("plan", "--detailed-exitcode");
			assert.equal(planned.code, 2, planned.cli.stderr);
			assert.match(planned.cli.stdout, /^\+ thingsmith-quarantine {2}AWS::IoT::Policy/m);
			assert.doesNotMatch(planned.cli.stdout, /thingsmith-device {2}AWS::IoT::Policy/, "local begins with it");
			assert.match(planned.cli.stderr, /\d+ left alone \(thingsmith local has AWS IoT alone\)/);

			const unasked = await run("apply");
			assert.equal(unasked.code, 2);
			assert.match(
				unasked.cli.stderr,
				/Nothing was changed: there is no terminal to ask at \(usage\)\nNext: add --yes/,
			);
			assert.equal((await run("apply", "--yes")).code, 0);
			const again = await run("plan", "--detailed-exitcode", "--json");
			assert.equal(again.code, 0);
			assert.equal(again.cli.events.find(({ event }) => event === "cloud-plan")?.unchanged, 21);

			await writeFile(join(cwd, "thingsmith.json"), '{"topics":["dt/{thingName}"],"monitoring":{"history":false}}');
			const changed = await run("plan", "--json");
			const actions = changed.cli.events.filter(({ action }) => action !== "none" && action !== "left-alone");
			assert.deepEqual(
				actions.flatMap(({ event, action, name }) => (event === "cloud-planned" ? `${action} ${name}` : [])).sort(),
				[
					"delete thingsmith_job_executions",
					"delete thingsmith_jobs",
					"delete thingsmith_presence",
					"delete thingsmith_things",
					"update thingsmith-device",
					"update thingsmith-watcher",
				],
			);
			await writeFile(join(cwd, "thingsmith.json"), '{"topic":"x"}');
			const refused = await run("plan");
			assert.equal(refused.code, 3);
			assert.match(refused.cli.stderr, /thingsmith\.json: has no member "topic" \(config-invalid\)/);
			await writeFile(join(cwd, "thingsmith.json"), "");

			const destroy = new Cli(["cloud", "destroy", "--yes", "--json"], { env, cwd });
			await destroy.event({ event: "cloud-step", phase: "waiting", name: "thingsmith-device" });
			await fetch(`${endpointUrl}/_thingsmith/clock`, { method: "POST", body: '{"advanceSeconds":300}' });
			assert.equal(await destroy.exit(), 0, destroy.stderr);
			assert.match((await run("plan")).cli.stderr, /^17 to make, 4 to change/m);
		});
	}).timeout(120_000);

	it("takes over what somebody made before, when it is told to", async () => {
		const local = new Cli(["local", "--empty", "--port", "0", "--mqtt-port", "0", "--https-port", "0", "--json"]);
		const { endpointUrl } = await local.event({ event: "ready" });
		const env = { AWS_ENDPOINT_URL: String(endpointUrl) };
		const signed = { authorization: "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/iot/aws4_request" };
		const policyDocument = JSON.stringify({
			Version: "2012-10-17",
			Statement: [{ Effect: "Deny", Action: "iot:*", Resource: "*" }],
		});
		const body = JSON.stringify({ policyDocument });
		const made = await fetch(`${endpointUrl}/policies/thingsmith-device`, { method: "POST", headers: signed, body });
		assert.equal(made.status, 200, await made.text());

		const conflict = new Cli(["cloud", "apply", "--yes"], { env });
		assert.equal(await conflict.exit(), 1);
		assert.match(
			conflict.stderr,
			/account-conflict\)\nNext: take it over with `.*thingsmith cloud import 'thingsmith-device'`/,
		);
		const imported = new Cli(["cloud", "import", "thingsmith-device"], { env });
		assert.equal(await imported.exit(), 0, imported.stderr);
		const plan = new Cli(["cloud", "plan"], { env });
		assert.equal(await plan.exit(), 0);
		assert.match(plan.stdout, /^~ thingsmith-device {2}AWS::IoT::Policy {2}PolicyDocument is to be different$/m);
	}).timeout(60_000);
});
