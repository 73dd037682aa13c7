import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { concrete } from "../../host-tools/cloud/model/concrete.js";
import { desiredState } from "../../host-tools/cloud/model/desired-state.js";
import type { Value } from "../../host-tools/cloud/model/resource.js";
import { defaultProject } from "../../host-tools/cloud/project/project.js";
import { readRoot, repositoryRoot } from "../support/source-imports.js";

describe("the files of docs/aws", () => {
	it("are what `cloud apply` makes of an empty thingsmith.json", () => {
		const place = { partition: "aws", region: "REGION", accountId: "ACCOUNT" };
		const model = desiredState(defaultProject);
		for (const [file, id, property] of [
			["device-policy", "DevicePolicy", "PolicyDocument"],
			["provisioning-template", "FleetTemplate", "TemplateBody"],
			["installer-policy", "InstallerRights", "PolicyDocument"],
			["watcher-policy", "WatcherRights", "PolicyDocument"],
			["provisioning-role-trust", "ProvisioningRole", "AssumeRolePolicyDocument"],
		] as const) {
			const properties = concrete((model.find((one) => one.id === id)?.properties ?? {}) as Value, place);
			const made = (properties as Readonly<Record<string, unknown>>)[property];
			const document = typeof made === "string" ? JSON.parse(made) : made;
			assert.deepEqual(JSON.parse(readRoot(`docs/aws/${file}.json`)), document, file);
		}
	});

	it("allow nothing on everything, but for what knows no resources", () => {
		const resourceless = ["iot:DescribeEndpoint", "iot:CreateKeysAndCertificate"];
		for (const name of ["device-policy", "installer-policy", "watcher-policy", "provisioning-role-trust"]) {
			const { Statement } = JSON.parse(readRoot(`docs/aws/${name}.json`)) as {
				Statement: { Action: string | string[]; Resource?: string }[];
			};
			for (const { Action, Resource } of Statement) {
				const actions = [Action].flat();
				assert.ok(!actions.some((action) => action.includes("*")), name);
				if (Resource === "*")
					assert.ok(
						actions.every((action) => resourceless.includes(action)),
						name,
					);
			}
		}
	});

	it("have a hook that allows the serial numbers of its list and no other", async () => {
		const url = pathToFileURL(join(repositoryRoot, "docs/aws/hook.mjs")).href;
		const { handler } = (await import(url)) as { handler(event: object): Promise<object> };
		const ask = (SerialNumber?: string) => handler({ parameters: { ...(SerialNumber && { SerialNumber }) } });
		assert.deepEqual(await ask("0001"), { allowProvisioning: true });
		for (const other of ["0004", undefined]) assert.deepEqual(await ask(other), { allowProvisioning: false });
	});

	it("allow a watcher what `watch` calls, and nothing else", () => {
		const sources = ["watch-identity", "is-thing", "data-endpoint"].map((name) =>
			readRoot(`host-tools/cloud/account/${name}.ts`),
		);
		const called = sources.flatMap((text) =>
			[...text.matchAll(/new (\w+)Command\(/g)].map(([, name]) => `iot:${name}`),
		);
		const { Statement } = JSON.parse(readRoot("docs/aws/watcher-policy.json")) as { Statement: { Action: string }[] };
		const allowed = Statement.flatMap(({ Action }) => Action);
		assert.deepEqual([...new Set(called)].sort(), allowed.sort());
	});

	it("are all named in docs/aws.md", () => {
		const page = readRoot("docs/aws.md");
		const policies = ["device-policy", "installer-policy", "watcher-policy"];
		for (const name of [...policies, "provisioning-role-trust", "provisioning-template"]) {
			assert.ok(page.includes(`(aws/${name}.json)`) && page.includes(`fill ${name}.json`), name);
		}
	});

	it("are undone in an order in which AWS lets each be deleted", () => {
		const undo = readRoot("docs/aws.md").split("## Undo")[1] ?? "";
		const commands = [...undo.matchAll(/^aws iot (\S+)/gm)].map(([, name]) => name);
		for (const [first, then] of [
			["detach-thing-principal", "delete-thing"],
			["detach-thing-principal", "delete-certificate"],
			["detach-policy", "delete-certificate"],
			["update-certificate", "delete-certificate"],
			["detach-policy", "delete-policy"],
		] as const) {
			assert.ok(commands.includes(first), first);
			assert.ok(commands.indexOf(first) < commands.indexOf(then), `${first} comes before ${then}`);
		}
	});
});
