import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ExportFormat, exportFormats } from "../../host-tools/cloud/export/export-format.js";
import { exportProject } from "../../host-tools/cloud/export/export-project.js";
import { writeExport } from "../../host-tools/cloud/export/write-export.js";
import { projects, sources } from "../host-tools/cloud/export/projects.js";
import { exhaustive } from "../support/exhaustive.js";
import { skipBecause } from "../support/skip-because.js";
import { repositoryRoot } from "../support/source-imports.js";
import { TemporaryDirectories } from "../support/temporary-directory.js";
import { nodeFolder, pythonProgram, whyMissing } from "./support/installed-clients.js";
import { LocalBench } from "./support/local-bench.js";
import { type ProgramFailed, runProgram } from "./support/run-program.js";

const names = ["defaults", "everything", "table"] as const;

describe("clients: exports", function () {
	this.timeout(600_000);
	const directories = new TemporaryDirectories();
	let folder: string;
	const of = (format: ExportFormat, name: (typeof names)[number]) => join(folder, format, name);

	before(async () => {
		folder = await directories.make();
		for (const [name, project] of Object.entries(await projects())) {
			for (const format of exportFormats) {
				const { files } = await exportProject(format, project, sources);
				await writeExport(files, { directory: join(folder, format, name), force: false });
			}
		}
	});
	after(() => directories.remove());

	it("as CloudFormation have nothing that cfn-lint finds", async function () {
		const missing = whyMissing("cfnLint");
		if (missing !== undefined) skipBecause(this, missing);
		const templates = names.map((name) => join(of("cloudformation", name), "template.json"));
		assert.equal(await runProgram(pythonProgram("cfn-lint"), templates), "");
	});

	it("as CloudFormation are created and deleted by moto, as far as it has their types", async function () {
		const missing = whyMissing("moto");
		if (missing !== undefined) skipBecause(this, missing);
		const program = join(repositoryRoot, "test/clients/programs/moto_stack.py");
		const template = join(of("cloudformation", "everything"), "template.json");
		const said = await runProgram(pythonProgram("python"), [program, template]);
		const answer = JSON.parse(said.trim().split("\n").at(-1) ?? "");
		assert.equal(answer.status, "CREATE_COMPLETE");
		const made = (answer.made as string[]).filter((id) => id !== "");
		// What a condition leaves out by default is left out.
		const wanted = (answer.kept as string[]).filter((id) => id !== "DetectNotificationRole");
		assert.deepEqual(made, wanted);
		assert.ok(made.includes("DevicePolicy") && made.includes("HistoryRole"));
		assert.match(JSON.stringify(answer.document), /arn:aws:iot:us-east-1:\d{12}:/);
		// The policy that has it is the device's: what a policy evaluates is no parameter of the template.
		assert.doesNotMatch(JSON.stringify(answer.document), /\$\{!|AWS::/);
		assert.deepEqual([answer.after.policies, answer.after.roles], [0, 0]);
	});

	it("as an app of the CDK are compiled, and synthesized to the CloudFormation export", async function () {
		const missing = whyMissing("awsCdk");
		if (missing !== undefined) skipBecause(this, missing);
		for (const name of names) {
			const app = of("cdk", name);
			await mkdir(join(app, "node_modules", "@types"), { recursive: true });
			for (const module of ["aws-cdk-lib", "constructs"]) {
				await symlink(join(nodeFolder(), "node_modules", module), join(app, "node_modules", module));
			}
			await symlink(join(repositoryRoot, "node_modules/@types/node"), join(app, "node_modules/@types/node"));
			await symlink(join(repositoryRoot, "node_modules/undici-types"), join(app, "node_modules/undici-types"));
			await runProgram(process.execPath, [join(repositoryRoot, "node_modules/typescript/bin/tsc")], { cwd: app });
			await runProgram(process.execPath, ["build/bin/app.js"], { cwd: app, env: { CDK_OUTDIR: "cdk.out" } });
			const stack = name === "everything" ? "acme-test" : "thingsmith";
			const synthesized = JSON.parse(await readFile(join(app, "cdk.out", `${stack}.template.json`), "utf8"));
			assert.deepEqual(
				synthesized,
				JSON.parse(await readFile(join(of("cloudformation", name), "template.json"), "utf8")),
			);
		}
	});

	it("as Terraform are valid by the provider aws itself", async function () {
		if (spawnSync("terraform", ["version"]).error) skipBecause(this, "terraform. Not installed.");
		const env = { TF_CLI_CONFIG_FILE: process.env.TF_CLI_CONFIG_FILE ?? "", CHECKPOINT_DISABLE: "1" };
		for (const name of names) {
			const cwd = of("terraform", name);
			await withoutAwscc(join(cwd, "main.tf.json"));
			try {
				await runProgram("terraform", ["init", "-no-color", "-input=false"], { cwd, env });
			} catch (error) {
				const reason = (error as ProgramFailed).stderr.trim().replaceAll(/\s+/g, " ").slice(0, 200);
				skipBecause(this, `terraform's provider aws. ${reason.replaceAll("]", ")")}`);
			}
			const { valid, diagnostics } = JSON.parse(await runProgram("terraform", ["validate", "-json"], { cwd, env }));
			assert.deepEqual([valid, diagnostics], [true, []]);
		}
	});
});

/** Terraform takes no provider that it does not have: what awscc makes is checked against CloudFormation's schemas elsewhere. */
async function withoutAwscc(path: string): Promise<void> {
	const main = JSON.parse(await readFile(path, "utf8"));
	const types = Object.keys(main.resource).filter((type) => type.startsWith("awscc_"));
	for (const type of types) delete main.resource[type];
	delete main.provider.awscc;
	delete main.terraform.required_providers.awscc;
	await writeFile(path, JSON.stringify(main));
}

describe("clients: exported scripts, with the AWS CLI", function () {
	this.timeout(900_000);
	const directories = new TemporaryDirectories();
	let bench: LocalBench;
	let scripts: string;
	let env: Readonly<Record<string, string>>;

	before(async function () {
		const missing = whyMissing("awsCli");
		if (missing !== undefined) skipBecause(this, missing);
		if (process.platform === "win32") skipBecause(this, "bash. Windows has none.");
		// Some hundreds of calls of a CLI that takes a second for each.
		if (!exhaustive) skipBecause(this, "THINGSMITH_EXHAUSTIVE=1: it takes ten minutes.");
		bench = await LocalBench.start();
		scripts = await directories.make();
		const { everything } = await projects();
		// A real CA is what the emulator would want.
		const project = { ...everything, certificateAuthority: undefined };
		const { files } = await exportProject("scripts", project, sources);
		await writeExport(files, { directory: scripts, force: false });
		const path = `${join(pythonProgram("aws"), "..")}:${process.env.PATH}`;
		env = { ...bench.env, PATH: path, IOT_ONLY: "1", SECURITY_PROFILE: "1", PAUSE_SECONDS: "1" };
	});
	after(async () => {
		await bench?.close();
		await directories.remove();
	});

	const run = (script: string, more: Readonly<Record<string, string>> = {}) =>
		runProgram("bash", [script], { cwd: scripts, env: { ...env, ...more }, deadlineMs: 400_000 });

	/** What AWS IoT has of the kinds that the scripts make. */
	async function inventory(): Promise<Readonly<Record<string, unknown>>> {
		const ask = (command: string, query: string) => bench.aws<unknown>("iot", command, "--query", query);
		return {
			policies: await ask("list-policies", "policies[].policyName"),
			types: await ask("list-thing-types", "thingTypes[].thingTypeName"),
			groups: await ask("list-thing-groups", "thingGroups[].groupName"),
			templates: await ask("list-provisioning-templates", "templates[].templateName"),
			rules: await ask("list-topic-rules", "rules[].ruleName"),
			audits: await ask("list-scheduled-audits", "scheduledAudits[].scheduledAuditName"),
			profiles: await ask("list-security-profiles", "securityProfileIdentifiers[].name"),
			indexing: await ask("get-indexing-configuration", "thingIndexingConfiguration.thingIndexingMode"),
			events: await ask("describe-event-configurations", "eventConfigurations.*.Enabled"),
			auditRole: await ask("describe-account-audit-configuration", "roleArn || 'none'"),
		};
	}

	it("make everything, may be run again, and leave nothing behind but what is somebody else's", async () => {
		const before = await inventory();
		const first = await run("deploy.sh");
		assert.match(first, /^created {2}policy acme-test-device$/m);
		const deployed = await inventory();
		assert.deepEqual((deployed.rules as string[]).length, 4);
		assert.equal(deployed.indexing, "REGISTRY");
		assert.ok((deployed.groups as string[]).includes("acme-test-silent"));

		const again = await run("deploy.sh");
		assert.doesNotMatch(again, /^created/m);
		assert.match(again, /^same {5}policy acme-test-device$/m);
		assert.deepEqual(await inventory(), deployed);

		// Somebody's device has the policy: it stays, with the policy, and both are named.
		const theirs = await bench.device();
		const attached = ["--policy-name", "acme-test-device", "--target", theirs.certificateArn];
		await bench.aws("iot", "attach-policy", ...attached);
		const stopped = await Promise.all([run("destroy.sh").catch((error: ProgramFailed) => error), fiveMinutesLater()]);
		const failed = stopped[0] as ProgramFailed;
		assert.match(failed.stderr, new RegExp(`policy acme-test-device: it is attached to ${theirs.certificateArn}`));

		await bench.aws("iot", "detach-policy", ...attached);
		assert.match(await run("destroy.sh"), /^Nothing of ours is left\.$/m);
		const { policies, ...others } = await inventory();
		const { policies: policiesBefore, ...othersBefore } = before;
		assert.deepEqual(others, othersBefore);
		assert.deepEqual(
			(policies as string[]).filter((name) => !name.startsWith("bench-")).toSorted(),
			(policiesBefore as string[]).toSorted(),
		);
	});

	it("stop before something of that name that is somebody else's, and leave it alone", async () => {
		const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iot:*","Resource":"*"}]}';
		await bench.aws("iot", "create-policy", "--policy-name", "acme-test-device", "--policy-document", document);
		await assert.rejects(run("deploy.sh"), ({ stderr }: ProgramFailed) =>
			/acme-test-device is there and not ours/.test(stderr),
		);
		await assert.rejects(run("destroy.sh"), ({ stderr }: ProgramFailed) =>
			/policy acme-test-device: it is not ours/.test(stderr),
		);
		const { policyDocument } = await bench.aws("iot", "get-policy", "--policy-name", "acme-test-device");
		assert.equal(policyDocument, document);
	});

	/** The emulator's clock goes on until the thing type, which destroy.sh waits for, is gone. */
	async function fiveMinutesLater(): Promise<void> {
		for (;;) {
			const types = await bench.aws<string[]>("iot", "list-thing-types", "--query", "thingTypes[].thingTypeName");
			if (!types.includes("acme-test-device")) return;
			await bench.advanceClock(60);
			await sleep(500);
		}
	}
});
