import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { UpdateProvisioningTemplateCommand } from "@aws-sdk/client-iot";
import { withTemporaryDirectory } from "../../host-tools/base/files/temporary-directory.js";
import { createDemoClient } from "../../host-tools/cli/operations/demo-cloud.js";
import { Cli, endAll } from "../support/cli.js";

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:hook";
/** Allows one serial number. */
const hook = `export const handler = async ({ parameters }) =>
	({ allowProvisioning: parameters.SerialNumber === "7" });
`;

/** Gives the starter template of a new emulator a hook, and provisions devices from there. */
async function withHook(options: readonly string[], targetArn: string, use: (stage: Stage) => Promise<void>) {
	await withTemporaryDirectory(async (cwd) => {
		await mkdir(join(cwd, "hooks"));
		await writeFile(join(cwd, "hooks", "hook.mjs"), hook);
		const local = new Cli(["local", "--port", "0", "--mqtt-port", "0", "--json", ...options], { cwd });
		const endpointUrl = String((await local.event({ event: "ready" })).endpointUrl);
		const client = createDemoClient({ endpointUrl });
		const preProvisioningHook = { targetArn: targetArn.replace("CWD", pathToFileURL(cwd).href) };
		await client.send(new UpdateProvisioningTemplateCommand({ templateName: "thingsmith", preProvisioningHook }));
		client.destroy();
		const env = { AWS_ENDPOINT_URL: endpointUrl };
		const provision = async (serial: string) => {
			const bootstrap = `${serial}.json`;
			const claim = ["claim", "create", "--template", "thingsmith", "--bootstrap", bootstrap];
			assert.equal(await new Cli([...claim, "--parameter", `SerialNumber=${serial}`], { env, cwd }).exit(), 0);
			const simulate = ["device", "simulate", "--flash", `${serial}.flash`, "--bootstrap", bootstrap];
			const device = new Cli([...simulate, "--readings", "1", "--json"], { env, cwd });
			return { exitCode: await device.exit(), said: device.stdout + device.stderr };
		};
		await use({ endpointUrl, provision });
		local.signal("SIGTERM");
		await local.exit();
	});
}

interface Stage {
	readonly endpointUrl: string;
	provision(serial: string): Promise<{ readonly exitCode: number | string; readonly said: string }>;
}

describe("pre-provisioning hooks of thingsmith local", () => {
	afterEach(endAll);

	it("run a file for the Lambda function that it stands for", async () => {
		await withHook(["--hook", `${functionArn}=hooks/hook.mjs`], functionArn, async ({ provision }) => {
			assert.equal((await provision("7")).exitCode, 0);
			const other = await provision("8");
			assert.notEqual(other.exitCode, 0);
			assert.match(other.said, /The pre-provisioning hook did not answer allowProvisioning: true/);
		});
	});

	it("run the file of a template from the folder that was named", async () => {
		await withHook(["--hooks", "hooks"], "CWD/hooks/hook.mjs", async ({ provision }) => {
			assert.equal((await provision("7")).exitCode, 0);
		});
	});

	it("deny for a function that is not mapped, and say to device and journal how to map it", async () => {
		await withHook([], functionArn, async ({ endpointUrl, provision }) => {
			const denied = await provision("7");
			assert.notEqual(denied.exitCode, 0);
			assert.ok(denied.said.includes(`start it with --hook ${functionArn}=URL, or =FILE`), denied.said);
			const journal = await (await fetch(`${endpointUrl}/_thingsmith/journal`)).text();
			assert.ok(journal.includes(`--hook ${functionArn}=URL`));
			assert.ok(journal.includes('"code":"hook-not-mapped"'));
		});
	});

	const mistakes: [name: string, args: string[], exitCode: number, message: RegExp][] = [
		["a folder that is not there", ["--hooks", "nowhere"], 1, /Cannot use .*nowhere/],
		["a file that is not there", ["--hook", `${functionArn}=nowhere.mjs`], 1, /Cannot use .*nowhere\.mjs/],
		["a folder as file", ["--hook", `${functionArn}=.`], 1, /as a hook: it is no file/],
		["a function without its target", ["--hook", functionArn], 2, /It must look like arn:aws:lambda:.*=http/],
		["a target that is mapped twice", ["--hook", `${functionArn}=a`, "--hook", `${functionArn}=b`], 2, /given twice/],
		["a host that is a file", ["--hook", "https://example.com=a.mjs"], 2, /must be an http or https URL/],
		["another scheme", ["--hook", `${functionArn}=file:///a.mjs`], 2, /http or https URL or the path of a file/],
	];
	for (const [name, args, exitCode, message] of mistakes) {
		it(`refuse ${name}`, async () => {
			const local = new Cli(["local", "--port", "0", "--mqtt-port", "0", ...args]);
			assert.equal(await local.exit(), exitCode);
			assert.match(local.stderr, message);
		});
	}
});
