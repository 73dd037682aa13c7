import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { withTemporaryDirectory } from "../../../../host-tools/base/files/temporary-directory.js";
import { Cli, endAll } from "../../../support/cli.js";
import { command } from "../../../support/command-path.js";
import { repositoryRoot } from "../../../support/source-imports.js";

async function run(args: string[], options?: ConstructorParameters<typeof Cli>[1]) {
	const cli = new Cli(args, options);
	return { code: await cli.exit(), stdout: cli.stdout, stderr: cli.stderr, events: cli.events };
}

const freePorts = ["--port", "0", "--mqtt-port", "0", "--https-port", "0"];

/** What a command line has loaded until `enough`: packages in the order of their loading, and URLs of our own files. */
async function loadedBy(args: string[], enough: (cli: Cli) => Promise<unknown>) {
	return withTemporaryDirectory(async (directory) => {
		const RECORD_MODULES = join(directory, "modules");
		const hook = pathToFileURL(join(repositoryRoot, "dist/test/support/record-modules.js")).href;
		await enough(new Cli(args, { env: { RECORD_MODULES }, nodeArgs: ["--import", hook] }));
		const urls = (await readFile(RECORD_MODULES, "utf8")).trimEnd().split("\n");
		const files = urls.filter((url) => url.startsWith("file:"));
		const packageOf = (url: string) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
		return {
			packages: [...new Set(files.flatMap((url) => packageOf(url) ?? []))],
			ours: files.filter((url) => packageOf(url) === undefined),
		};
	});
}

describe("thingsmith", () => {
	afterEach(endAll);

	it("answers --help on stdout with 0, for itself and for each command", async () => {
		const ofDevices = ["provision", "flash", "monitor", "inspect", "image", "csr", "erase-identity", "simulate"];
		const device = ofDevices.map((name) => ["device", name]);
		for (const args of [[], ["demo"], ["local"], ["claim", "create"], ["watch"], ...device]) {
			const { code, stdout, stderr } = await run([...args, "--help"]);
			assert.equal(code, 0);
			assert.match(stdout, new RegExp(`^Usage: ${["thingsmith", ...args].join(" ")} `));
			assert.equal(stderr, "");
		}
	});

	it("answers --version with the version of package.json", async () => {
		const { version } = JSON.parse(await readFile(join(repositoryRoot, "package.json"), "utf8"));
		assert.deepEqual(await run(["--version"]), { code: 0, stdout: `${version}\n`, stderr: "", events: [] });
	});

	it("loads no library but commander for --help", async () => {
		const { packages, ours } = await loadedBy(["--help"], (cli) => cli.exit());
		assert.deepEqual(packages, ["commander"]);
		assert.ok(ours.some((url) => url.endsWith(`/${command}`)));
	});

	it("is ready as an AWS IoT with few files, and libraries that every client needs", async () => {
		const { packages, ours } = await loadedBy(["local", ...freePorts, "--json"], (cli) =>
			cli.event({ event: "ready" }),
		);
		assert.deepEqual(packages, ["commander", "cborg"]);
		assert.ok(ours.length < 40, ours.join("\n"));
	});

	it("answers a usage error with 2, and a mistyped command with a suggestion", async () => {
		const mistyped = await run(["wach"]);
		assert.equal(mistyped.code, 2);
		assert.match(mistyped.stderr, /unknown command 'wach'[\s\S]*Did you mean watch\?/);
		for (const args of [
			[],
			["claim"],
			["claim", "create"],
			["demo", "--devices", "0"],
			["demo", "--devices", "201"],
			["demo", "--readings", "many"],
			["demo", "--interval", "0"],
			["demo", "extra"],
			["local", "--port", "65536"],
			["device", "simulate"],
			["device", "flash", "--target", "esp8266"],
			["device", "flash", "--baud", "fast"],
			["device", "flash", "--erase", "--port", "/dev/none"],
			["device", "flash", "extra"],
			["device", "image", "--out", "x"],
			["device", "inspect", "file", "--port", "/dev/none"],
			["device", "monitor", "--port", ""],
			["claim", "create", "--template", "no spaces"],
			["claim", "create", "--template", "t", "--parameter", "novalue"],
			["claim", "create", "--template", "t", "--endpoint-url", "127.0.0.1"],
			["watch", "--thing", "no/slash"],
			["demo", "--unknown"],
		]) {
			const { code, stdout, stderr } = await run(args);
			assert.equal(code, 2, `${args.join(" ")}: ${stderr}`);
			assert.equal(stdout, "");
			assert.notEqual(stderr, "");
		}
	});

	it("names the parameter that has no value", async () => {
		const { code, stderr } = await run(["claim", "create", "--template", "t", "--parameter", "SerialNumber="]);
		assert.equal(code, 2);
		assert.match(stderr, /Parameter SerialNumber has no value/);
	});

	it("says that --serial is a serial line, and what a serial number is given with", async () => {
		const { code, stderr } = await run(["device", "provision", "--serial", "0099", "--port", "/dev/none"]);
		assert.equal(code, 2);
		assert.match(stderr, /--serial is a serial line .*\(usage\)\nNext: .*--serial-number/);
	});

	it("says of what goes into a bootstrap that none is to be written", async () => {
		const { code, stderr } = await run([
			...["claim", "create", "--template", "t", "--parameter", "SerialNumber=1"],
			...["--interval", "5", "--root-ca", "ca.pem"],
		]);
		assert.equal(code, 2);
		assert.match(
			stderr,
			/Only a bootstrap takes --parameter and --interval and --root-ca.*\nNext: add --bootstrap FILE/,
		);
	});

	it("answers missing region and credentials with 3, and says what to do", async () => {
		const args = ["claim", "create", "--template", "thingsmith"];
		const noRegion = await run(args);
		assert.equal(noRegion.code, 3);
		assert.match(noRegion.stderr, /region-missing[\s\S]*Next: .*--region.*AWS_ENDPOINT_URL.*thingsmith local/);
		const noCredentials = await run([...args, "--region", "us-east-1"]);
		assert.equal(noCredentials.code, 3);
		assert.match(noCredentials.stderr, /credentials-missing[\s\S]*Next: .*--profile/);
	});

	it("answers an endpoint that is not there with 3, in words and as an event", async () => {
		const { code, stderr, events } = await run([
			...["claim", "create", "--template", "thingsmith", "--json"],
			...["--endpoint-url", "http://127.0.0.1:1"],
		]);
		assert.equal(code, 3);
		assert.match(stderr, /Failed: .*\(endpoint-unreachable\)\nNext: .*thingsmith local/);
		assert.equal(events.length, 1);
		assert.equal(events[0]?.event, "failed");
		assert.equal(events[0]?.code, "endpoint-unreachable");
	});

	it("says which flash file is not there", async () => {
		await withTemporaryDirectory(async (directory) => {
			const { code, stderr } = await run(["device", "simulate", "--flash", join(directory, "none")]);
			assert.equal(code, 2);
			assert.match(stderr, /There is no flash file [\s\S]*Next: .*--bootstrap/);
		});
	});

	it("says what is wrong with a bootstrap file without quoting it", async () => {
		await withTemporaryDirectory(async (directory) => {
			const path = join(directory, "bootstrap.json");
			const simulate = ["device", "simulate", "--flash", join(directory, "flash"), "--bootstrap", path];
			const files = { "not JSON": "SECRET", rootCa: JSON.stringify({ version: 1, host: "x", rootCa: "SECRET" }) };
			for (const [complaint, content] of Object.entries(files)) {
				await writeFile(path, content);
				const { code, stdout, stderr } = await run(simulate);
				assert.equal(code, 1);
				assert.match(stderr, new RegExp(complaint));
				assert.equal((stdout + stderr).includes("SECRET"), false);
			}
		});
	});
});
