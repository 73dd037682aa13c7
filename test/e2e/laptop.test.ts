import assert from "node:assert/strict";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
	type IoTClient,
	ListCertificatesCommand,
	ListPoliciesCommand,
	ListThingPrincipalsCommand,
	ListThingsCommand,
} from "@aws-sdk/client-iot";
import { withTemporaryDirectory } from "../../host-tools/base/files/temporary-directory.js";
import { toBootstrap } from "../../host-tools/board/identity/bootstrap-file.js";
import { createFlashFile } from "../../host-tools/board/partitions/flash-file.js";
import { createDemoClient } from "../../host-tools/cli/operations/demo-cloud.js";
import { Cli, endAll } from "../support/cli.js";
import { skipWithoutFileModes } from "../support/skip-because.js";

/** An emulator of its own, a directory of its own, and the command in both. */
async function withLocal(use: (stage: Stage) => Promise<void>): Promise<void> {
	await withTemporaryDirectory(async (cwd) => {
		const local = new Cli(["local", "--port", "0", "--mqtt-port", "0", "--json"]);
		const endpoint = String((await local.event({ event: "ready" })).endpointUrl);
		const env = { AWS_ENDPOINT_URL: endpoint };
		const client = createDemoClient({ endpointUrl: endpoint });
		try {
			await use({ cwd, client, run: (...args) => new Cli([...args, "--json"], { env, cwd }) });
		} finally {
			client.destroy();
			local.signal("SIGTERM");
			assert.equal(await local.exit(), 0);
		}
	});
}

interface Stage {
	readonly cwd: string;
	readonly client: IoTClient;
	run(...args: string[]): Cli;
}

const claim = (bootstrap: string) => [
	...["claim", "create", "--template", "thingsmith", "--parameter", "SerialNumber=7"],
	...["--interval", "0.2", "--bootstrap", bootstrap],
];
const simulate = ["device", "simulate", "--flash", "device.flash"];

const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe("the line on a laptop", () => {
	afterEach(endAll);

	it("writes a claim's certificate, key and expiry, each under a name of its own, for this user alone", async function () {
		skipWithoutFileModes(this);
		await withLocal(async ({ cwd, run }) => {
			const create = run("claim", "create", "--template", "thingsmith", "--out", "out");
			assert.equal(await create.exit(), 0);
			const [claimed] = create.events;
			assert.equal(claimed?.event, "claimed");
			const id = String(claimed?.certificateId);
			const names = ["claim-certificate.pem", "claim-private-key.pem", "claim.json"];
			const files = names.map((name) => `thingsmith-${id.slice(0, 8)}.${name}`);
			assert.deepEqual((await readdir(join(cwd, "out"))).sort(), files.sort());
			for (const file of files) assert.equal(await mode(join(cwd, "out", file)), "600");
			const about = JSON.parse(await readFile(join(cwd, "out", `thingsmith-${id.slice(0, 8)}.claim.json`), "utf8"));
			assert.deepEqual(about, { templateName: "thingsmith", certificateId: id, expiresAt: claimed?.expiresAt });
			const secondsLeft = (Date.parse(String(about.expiresAt)) - Date.now()) / 1000;
			assert.ok(secondsLeft > 240 && secondsLeft <= 300);
			const key = await readFile(join(cwd, "out", `thingsmith-${id.slice(0, 8)}.claim-private-key.pem`), "utf8");
			const secret = key.split("\n")[1] as string;
			assert.equal((create.stdout + create.stderr).includes(secret), false);
		});
	});

	it("names the templates there are, and the parameters a template needs", async () => {
		await withLocal(async ({ run }) => {
			const missing = run("claim", "create", "--template", "nope");
			assert.equal(await missing.exit(), 1);
			assert.equal(missing.events[0]?.code, "template-missing");
			assert.match(missing.stderr, /use one of: thingsmith/);
			const bare = run("claim", "create", "--template", "thingsmith", "--bootstrap", "bootstrap.json");
			assert.equal(await bare.exit(), 2);
			assert.match(bare.stderr, /--parameter SerialNumber=/);
		});
	});

	it("never overwrites a bootstrap", async () => {
		await withLocal(async ({ cwd, run }) => {
			assert.equal(await run(...claim("bootstrap.json")).exit(), 0);
			const before = await readFile(join(cwd, "bootstrap.json"));
			const second = run(...claim("bootstrap.json"));
			assert.equal(await second.exit(), 1);
			assert.equal(second.events[0]?.code, "file-exists");
			assert.deepEqual(await readFile(join(cwd, "bootstrap.json")), before);
		});
	});

	it("brings a device from claim to readings, and watch sees them", async () => {
		await withLocal(async ({ cwd, client, run }) => {
			assert.equal(await run(...claim("bootstrap.json")).exit(), 0);
			const watch = run("watch");
			await watch.event({ event: "state", to: "online" });
			const device = run(...simulate, "--bootstrap", "bootstrap.json", "--readings", "3");
			assert.equal(await device.exit(), 0);
			const [first, second] = [
				await watch.event({ event: "reading", sequence: 1 }),
				await watch.event({ sequence: 2 }),
			];
			assert.equal(first.thingName, "thingsmith-7");
			assert.equal("missed" in second, false);
			assert.equal("duplicate" in second, false);

			const readings = device.events.filter(({ event }) => event === "reading");
			assert.deepEqual(
				readings.map(({ sequence }) => sequence),
				[1, 2, 3],
			);
			const provisioned = device.events.find(({ event }) => event === "provisioned");
			assert.match(String(provisioned?.certificateId), /^[0-9a-f]{64}$/);
			assert.equal(await mode(join(cwd, "device.flash")), "600");

			watch.signal("SIGINT");
			assert.equal(await watch.exit(), 0);
			const { things } = await client.send(new ListThingsCommand({}));
			assert.deepEqual(
				things?.map(({ thingName }) => thingName),
				["thingsmith-7"],
			);
		});
	});

	it("watch leaves neither certificate nor policy behind, however it ends", async () => {
		await withLocal(async ({ client, run }) => {
			const watch = run("watch", "--thing", "thingsmith-7");
			await watch.event({ event: "state", to: "online" });
			assert.equal((await client.send(new ListCertificatesCommand({}))).certificates?.length, 1);
			watch.signal("SIGTERM");
			assert.equal(await watch.exit(), 0);
			assert.deepEqual((await client.send(new ListCertificatesCommand({}))).certificates, []);
			const { policies } = await client.send(new ListPoliciesCommand({}));
			assert.deepEqual(
				policies?.map(({ policyName }) => policyName),
				["thingsmith-device"],
			);
		});
	});

	it("a device that was killed goes on where it was: the same thing, with the same certificate", async () => {
		await withLocal(async ({ client, run }) => {
			assert.equal(await run(...claim("bootstrap.json")).exit(), 0);
			const first = run(...simulate, "--bootstrap", "bootstrap.json");
			await first.event({ event: "state", to: "online" });
			first.signal("SIGKILL");
			assert.equal(await first.exit(), "SIGKILL");

			// The same line again, --bootstrap included: the identity stays.
			const second = run(...simulate, "--bootstrap", "bootstrap.json", "--readings", "2");
			assert.equal(await second.exit(), 0);
			assert.equal(
				second.events.some(({ event, to }) => event === "provisioned" || to === "provisioning"),
				false,
			);
			assert.equal(second.events.find(({ event }) => event === "reading")?.thingName, "thingsmith-7");
			const { principals } = await client.send(new ListThingPrincipalsCommand({ thingName: "thingsmith-7" }));
			assert.equal(principals?.length, 1);
		});
	});

	it("a device whose readings file is no partition says so, and reports all the same", async () => {
		await withLocal(async ({ cwd, run }) => {
			assert.equal(await run(...claim("bootstrap.json")).exit(), 0);
			assert.equal(await run(...simulate, "--bootstrap", "bootstrap.json", "--readings", "1").exit(), 0);
			await writeFile(join(cwd, "device.flash.readings"), "not a partition");
			const device = new Cli([...simulate, "--readings", "1"], { cwd });
			assert.equal(await device.exit(), 0);
			assert.match(device.stderr, /no flash for readings/);
		});
	});

	it("no two processes run on one flash file", async () => {
		await withLocal(async ({ run }) => {
			assert.equal(await run(...claim("bootstrap.json")).exit(), 0);
			const first = run(...simulate, "--bootstrap", "bootstrap.json");
			await first.event({ event: "state", to: "online" });
			const second = run(...simulate);
			assert.equal(await second.exit(), 1);
			assert.equal(second.events[0]?.code, "flash-in-use");
			first.signal("SIGINT");
			assert.equal(await first.exit(), 0);
		});
	});

	it("a device told to stop before its readings are done answers 130", async () => {
		await withLocal(async ({ run }) => {
			assert.equal(await run(...claim("bootstrap.json")).exit(), 0);
			const device = run(...simulate, "--bootstrap", "bootstrap.json", "--readings", "100000");
			await device.event({ event: "reading" });
			device.signal("SIGINT");
			assert.equal(await device.exit(), 130);
			assert.equal(device.events.at(-1)?.code, "interrupted");
		});
	});

	it("a claim that has expired answers 4, and a new claim in the same flash mends it", async () => {
		await withLocal(async ({ run, cwd }) => {
			assert.equal(await run(...claim("old.json")).exit(), 0);
			const file = JSON.parse(await readFile(join(cwd, "old.json"), "utf8"));
			file.claim.expiresAt = "2020-01-01T00:00:00Z";
			await writeFile(join(cwd, "expired.json"), JSON.stringify(file));
			const unmade = run(...simulate, "--bootstrap", "expired.json");
			assert.equal(await unmade.exit(), 4);
			assert.match(unmade.stderr, /expired\.json expired at 2020.*\nNext: make a new one/);
			assert.equal((await readdir(cwd)).includes("device.flash"), false);

			await createFlashFile(join(cwd, "device.flash"), toBootstrap(file));
			const device = run(...simulate);
			assert.equal(await device.exit(), 4);
			assert.equal(device.events.at(-1)?.code, "claim-expired");
			assert.match(device.stderr, /Next: make a new claim/);

			assert.equal(await run(...claim("new.json")).exit(), 0);
			assert.equal(await run(...simulate, "--bootstrap", "new.json", "--readings", "1").exit(), 0);
		});
	});
});
