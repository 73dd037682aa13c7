import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type IoTClient, ListCertificatesCommand } from "@aws-sdk/client-iot";
import type { CommandContext } from "../../../../host-tools/cli/command-context.js";
import { runProgram } from "../../../../host-tools/cli/commands/program.js";
import { createDemoClient, createDemoTemplate } from "../../../../host-tools/cli/operations/demo-cloud.js";
import { type Emulator, startEmulator } from "../../../../host-tools/emulator/emulator.js";
import { FakeOutput } from "../../../support/fake-output.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";
import { testPki } from "../../../support/test-pki.js";

/** Nothing listens there: what gets as far as a board is found out. */
const noBoard = ["--no-firmware", "--port", "tcp://127.0.0.1:1"];
const provision = (...args: string[]) => ["device", "provision", ...args, ...noBoard];
const settings = (name: string) => provision("--settings", name);
const local = (...args: string[]) => ["local", "--port", "0", "--mqtt-port", "0", ...args];
const own = (...args: string[]) => provision(...args, "--thing-name", "pump");

/** Files that `inputs` names with an @ before. */
const settingsFiles: Readonly<Record<string, unknown>> = {
	"sensor.json": { telemetry: { sensor: "ds18b20", intervalMs: 500 } },
	"time.json": { timeServers: ["ntp://pool.ntp.org"] },
	"placeholder.json": { telemetry: { topic: "{ThingName}/temperature", intervalMs: 500 } },
	"wifi.json": {
		wifi: { ssid: "workshop", password: "this-passphrase-has-sixty-four-characters-and-is-not-hexadecimal" },
	},
	"short.json": { wifi: { ssid: "workshop", password: "short" } },
	"misspelt.json": { telemetry: { topik: "a" } },
	"t-1.claim.json": { templateName: "t", certificateId: "a", expiresAt: "2030-01-01T00:00:00Z" },
};

/** A command, what it says, and what it says is to be done. */
const inputs: readonly (readonly [args: readonly string[], code: number, said: RegExp])[] = [
	[settings("@sensor.json"), 1, /sensor\.json: "telemetry\.sensor" is "ds18b20".*\nNext: it has simulated/],
	[settings("@time.json"), 1, /time\.json: "timeServers\[0\]" begins with a scheme.*\nNext: write "pool\.ntp\.org"/],
	[settings("@placeholder.json"), 1, /"telemetry\.topic" holds \{ThingName\}.*\nNext: .*\{thingName\}/],
	[settings("@wifi.json"), 1, /"wifi\.password" has 64 characters that are not hex.*\nNext: give the passphrase/],
	[settings("@misspelt.json"), 1, /misspelt\.json has an unknown member "telemetry\.topik"/],
	[settings("@t-1.claim.json"), 1, /is no settings file but the note on a claim.*\nNext: .*--credential/],
	[settings("@crt.pem"), 1, /is no settings file but a certificate.*\nNext: .*--certificate/],
	[settings("@folder"), 1, /it is a directory/],
	[settings("@empty"), 1, /empty is empty/],
	[settings("@short.json"), 1, /"wifi\.password" must be empty, or have 8 to 63 bytes or 64 hexadecimal digits/],
	[provision("--wifi-password-file", "@password"), 2, /password of no network.*\nNext: add --ssid/],
	[settings("@none"), 1, /there is no such file/],
	[provision("--serial-number", "a b"), 2, /thing's name of SerialNumber.*\nNext: give another value/],
	[provision("--parameter", "Colour=red"), 2, /no parameter Colour.*\nNext: it has SerialNumber/],
	[provision("--root-ca", "@crt.pem"), 1, /crt\.pem is no certificate authority's.*\nNext: .*AmazonRootCA1/],
	[provision("--root-ca", "@key.pem"), 1, /key\.pem holds no certificate but a private key/],
	[provision("--root-ca", "@folder"), 1, /it is a directory/],
	[provision("--ssid", "x".repeat(33), "--wifi-password-file", "@password"), 1, /"wifi\.ssid" must have 1 to 32/],
	[provision("--ssid", "x", "--wifi-password-file", "@two-lines"), 1, /"wifi\.password" holds a line end/],
	[own("--certificate", "@key.pem", "--private-key", "@crt.pem"), 1, /holds the private key.*\nNext: swap/],
	[own("--certificate", "@crt.pem", "--private-key", "@other.pem"), 1, /is not the key of the certificate/],
	[own("--certificate", "@crt.pem", "--private-key", "@public.pem"), 1, /but a public key.*\nNext: .*another file/],
	[own("--certificate", "@password"), 1, /holds no certificate: it is neither PEM nor DER/],
	[own("--credential", "@crt.pem"), 1, /--credential .*crt\.pem holds no private key but a certificate/],
	[own("--credential", "@t-1.claim.json"), 1, /t-1\.claim-certificate\.pem: there is no such file/],
	[["claim", "create", "--template", "thingsmith", "--root-ca", "@ca.pem"], 2, /\nNext: add --bootstrap/],
	[
		["claim", "create", "--template", "thingsmith", "--parameter", "SerialNumber=a b", "--bootstrap", "@b.json"],
		...([2, /thing's name of SerialNumber/] as const),
	],
	[["claim", "create", "--template", "thingsmith", "--bootstrap", "@b.json"], 2, /needs SerialNumber/],
	[
		["device", "image", "--bootstrap", "@t-1.claim.json", "--out", "@i.bin"],
		1,
		/is no bootstrap but the note on a claim/,
	],
	[
		["device", "image", "--bootstrap", "@sensor.json", "--out", "@i.bin"],
		1,
		/sensor\.json: "version" must be 1: this is a settings file.*\nNext: .*--settings/,
	],
	[local("--hook", "arn:aws:lambda:eu-central-1:000000000000:function:hook=@none"), 1, /\nNext: name a JavaScript/],
	[local("--bucket", "@none"), 1, /no such file or directory.*\nNext: name a folder that is there/],
	[local("--hooks", "@none"), 1, /no such file or directory.*\nNext: name a folder that is there/],
	[["watch", "--topic", "{ThingName}/t"], 2, /holds \{ThingName\}/],
];

describe("an input that can never work", () => {
	const directories = new TemporaryDirectories();
	let emulator: Emulator;
	let client: IoTClient;
	let directory: string;

	before(async () => {
		emulator = await startEmulator({ port: 0, mqttPort: 0, keysAhead: 1 });
		client = createDemoClient(emulator);
		await createDemoTemplate(client, { region: "us-east-1", accountId: "123456789012" });
		directory = await directories.make();
		await writeInputs(directory);
	});
	after(async () => {
		client?.destroy();
		await emulator?.close();
		await directories.remove();
	});

	for (const [args, code, said] of inputs) {
		it(`is refused with what to do: ${args.slice(0, 4).join(" ").slice(0, 70)}`, async () => {
			const [stdout, stderr] = [new FakeOutput(), new FakeOutput()];
			const env = { AWS_ENDPOINT_URL: emulator.endpointUrl };
			const context: CommandContext = {
				stdout,
				stderr,
				command: "thingsmith",
				env,
				ask: undefined,
				askSecret: undefined,
				signal: never,
			};
			const paths = args.map((one) => (one.startsWith("@") ? join(directory, one.slice(1)) : one));
			const exit = await runProgram(paths, context);
			assert.match(stderr.text, said);
			assert.equal(exit, code, stderr.text);
			assert.match(stderr.text, /^Failed: .*\nNext: /, "one sentence, and one to mend it");
			assert.doesNotMatch(stderr.text, /internal|undefined|MII/);
		});
	}

	it("spends no claim and writes no file", async () => {
		assert.deepEqual((await client.send(new ListCertificatesCommand({}))).certificates, []);
		assert.deepEqual(
			(await readdir(directory)).filter((name) => /^[bi]\./.test(name)),
			[],
		);
	});
});

const never = new AbortController().signal;

async function writeInputs(directory: string): Promise<void> {
	const [{ certificatePem, privateKeyPem }, other] = (await testPki()).clients;
	const files: Readonly<Record<string, string>> = {
		...Object.fromEntries(Object.entries(settingsFiles).map(([name, json]) => [name, JSON.stringify(json)])),
		"crt.pem": certificatePem,
		"key.pem": privateKeyPem,
		"other.pem": other.privateKeyPem,
		"public.pem": createPublicKey(privateKeyPem).export({ format: "pem", type: "spki" }).toString(),
		empty: "\n",
		password: "long enough\n",
		"two-lines": "long enough\nanother\n",
	};
	for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
	await mkdir(join(directory, "folder"));
}
