import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTemporaryDirectory } from "../../host-tools/base/files/temporary-directory.js";
import { Cli, endAll } from "../support/cli.js";
import { bodyOf, spellings, textSpellings } from "../support/secret-spellings.js";

/** Members of every `check`, in the order of the line; what is wrong adds `code` and `next`. */
const members = ["event", "time", "check", "area", "status", "message", "milliseconds"];

/** Each other than all others, so that what is found says where it comes from. */
const secrets = {
	environmentKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCY+envKEY",
	sessionToken: "IQoJb3JpZ2luX2VjEK//////////wEaCXVzLWVhc3QtMSJIMEY=",
	wifiPassword: 'a "quoted" pass/word & more',
	strangerToken: "ghp_0123456789abcdefghijABCDEFGHIJ",
	nobodysVariable: "nobody asked for this variable 42",
	proxyPassword: "proxy-password-of-acme",
	urlPassword: "url-password-of-acme",
	fileKey: "fileKEY/wJalrXUtnFEMI+K7MDENGbPxRfi",
	processArgument: "process-argument-of-acme",
	processOutput: "process-output-of-acme",
	misplaced: "misplaced/KEY+in+the+wrong+place",
	boardWifi: "the board's own Wi-Fi password",
};

describe("thingsmith doctor", () => {
	afterEach(endAll);

	/** An emulator with all its ports, and a device on a serial line, which is a thing of it. */
	async function withThing(use: (stage: Stage) => Promise<void>): Promise<void> {
		await withTemporaryDirectory(async (cwd) => {
			const ports = ["--port", "0", "--mqtt-port", "0", "--https-port", "0"];
			const local = new Cli(["local", ...ports, "--json"]);
			const endpoint = String((await local.event({ event: "ready" })).endpointUrl);
			const env = { AWS_ENDPOINT_URL: endpoint };
			const claim = ["claim", "create", "--template", "thingsmith", "--parameter", "SerialNumber=9"];
			const made = new Cli([...claim, "--bootstrap", "bootstrap.json", "--json"], { env, cwd });
			assert.equal(await made.exit(), 0, made.stderr);
			const path = join(cwd, "bootstrap.json");
			const bootstrap = JSON.parse(await readFile(path, "utf8")) as object;
			await writeFile(path, JSON.stringify({ ...bootstrap, wifi: { ssid: "barn", password: secrets.boardWifi } }));
			const flash = ["--flash", "device.flash", "--bootstrap", "bootstrap.json"];
			const device = new Cli(["device", "simulate", ...flash, "--serial", "0", "--json"], { env, cwd });
			const { host, port } = await device.event({ event: "listening" });
			await device.event({ event: "state", to: "online" });
			await use({ cwd, endpoint, port: `tcp://${host}:${port}`, local });
		});
	}

	interface Stage {
		readonly cwd: string;
		readonly endpoint: string;
		readonly port: string;
		readonly local: Cli;
	}

	it("finds an emulator, a device and its thing in order, with a line for each and nothing failed", async () => {
		await withThing(async ({ endpoint, port }) => {
			const doctor = new Cli(["doctor", "--port", port, "--json"], { env: { AWS_ENDPOINT_URL: endpoint } });
			assert.equal(await doctor.exit(), 0, doctor.stdout + doctor.stderr);
			const checks = doctor.events.filter(({ event }) => event === "check");
			const good = checks.filter(({ status }) => status === "ok").map(({ check }) => check);
			const expected = [
				"clock",
				"aws-settings",
				"credentials",
				"account",
				"plan",
				"endpoint",
				"endpoint-dns",
				"mqtt",
				"mqtt-alpn",
			];
			for (const name of [...expected, "board", "thing"]) assert.ok(good.includes(name), `${name}: ${doctor.stdout}`);
			for (const { facts, ...one } of checks) {
				const wanted = one.status === "ok" ? members : [...members.slice(0, 6), "code", "next", "milliseconds"];
				assert.deepEqual(Object.keys(one).sort(), [...wanted].sort());
			}
			assert.match(
				String(checks.find(({ check }) => check === "thing")?.message),
				/^thingsmith-9, policies thingsmith-device/,
			);
			assert.deepEqual(doctor.events.at(-1)?.event, "done");

			const text = new Cli(["doctor"], { env: { AWS_ENDPOINT_URL: endpoint } });
			assert.equal(await text.exit(), 0, text.stderr);
			for (const line of text.stdout.trimEnd().split("\n"))
				assert.match(line, /^(ok {4}|warn {2}|fail {2})[a-z-]+ +\S/);
		});
	});

	it("says by its exit code and on stderr that something failed, and what", async () => {
		const doctor = new Cli(["doctor"], { env: { AWS_ENDPOINT_URL: "http://127.0.0.1:1" } });
		assert.equal(await doctor.exit(), 1);
		assert.match(doctor.stdout, /^fail {2}endpoint +.*nothing listens there.*\(endpoint-unreachable\) Next: start it/m);
		assert.match(doctor.stderr, /^Failed: \d of \d+ checks failed: credentials, account, endpoint \(checks-failed\)$/m);
	});

	it("has no secret of environment, files, process or board in what it prints and in its bundle", async () => {
		await withThing(async ({ cwd, endpoint, port }) => {
			const home = join(cwd, "home");
			await mkdir(join(home, ".aws"), { recursive: true });
			const config = `[profile process]
region = us-east-1
credential_process = sh -c "echo ${secrets.processOutput} >&2; echo ${secrets.processOutput}" --password ${secrets.processArgument}
[profile key]
region = us-east-1
${secrets.misplaced} = 1
`;
			const keys = `[key]\naws_access_key_id = AKIAFILE\naws_secret_access_key = ${secrets.fileKey}\n`;
			await writeFile(join(home, ".aws", "config"), config);
			await writeFile(join(home, ".aws", "credentials"), keys);
			const env = {
				HOME: home,
				AWS_ENDPOINT_URL: endpoint,
				AWS_REGION: "us-east-1",
				AWS_ACCESS_KEY_ID: "AKIAENVIRONMENT",
				AWS_SECRET_ACCESS_KEY: secrets.environmentKey,
				AWS_SESSION_TOKEN: secrets.sessionToken,
				THINGSMITH_WIFI_PASSWORD: secrets.wifiPassword,
				GITHUB_TOKEN: secrets.strangerToken,
				NOTE_TO_SELF: secrets.nobodysVariable,
				HTTPS_PROXY: `http://me:${secrets.proxyPassword}@proxy.test:3128`,
			};
			const withPassword = endpoint.replace("//", `//me:${secrets.urlPassword}@`);
			const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, ...withoutKeys } = env;
			const runs = [
				{ args: ["--port", port], env },
				{ args: ["--profile", "process"], env: { ...withoutKeys, AWS_ENDPOINT_URL: endpoint } },
				{ args: ["--profile", "key", "--json"], env: withoutKeys },
				{ args: ["--endpoint-url", withPassword], env },
				{ args: ["--port", withPassword.replace("http", "rfc2217")], env: { ...env, AWS_ENDPOINT_URL: withPassword } },
				{ args: [], env: { ...env, AWS_ENDPOINT_URL: `no url, but ${secrets.environmentKey}` } },
			];
			let said = "";
			for (const [index, run] of runs.entries()) {
				const bundle = join(cwd, `bundle-${index}.json`);
				const doctor = new Cli(["doctor", "--bundle", bundle, ...run.args], { env: run.env, cwd });
				const code = await doctor.exit();
				assert.ok(code === 0 || code === 1, `${run.args}: ${code} ${doctor.stderr}`);
				assert.equal((await stat(bundle)).mode & 0o777, 0o600);
				said += doctor.stdout + doctor.stderr + (await readFile(bundle, "utf8"));
			}
			// What is looked for is really there, and what was looked at, too.
			assert.match(said, /"AWS_SECRET_ACCESS_KEY"/);
			assert.match(said, /"aws_secret_access_key"/);
			assert.match(said, /thing thingsmith-9/);
			const bootstrap = await readFile(join(cwd, "bootstrap.json"), "utf8");
			assert.ok(bootstrap.includes(secrets.boardWifi));
			assert.ok((await readFile(join(cwd, "device.flash"))).includes(secrets.boardWifi));
			for (const [name, secret] of Object.entries(secrets)) {
				for (const spelling of textSpellings(secret)) assert.ok(!said.includes(spelling), `${name} as ${spelling}`);
			}
			const pems = bootstrap.match(/-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----/gs) ?? [];
			assert.equal(pems.length, 1);
			const pem = (JSON.parse(`"${pems[0]}"`) as string) ?? "";
			const der = createPrivateKey(pem).export({ format: "der", type: "pkcs8" });
			for (const piece of [...bodyOf(pem), ...spellings(der)]) assert.ok(!said.includes(piece), piece);
			assert.ok((await readdir(cwd)).includes("bundle-0.json"));
		});
	});
});
