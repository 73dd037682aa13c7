import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UpdateIndexingConfigurationCommand } from "@aws-sdk/client-iot";
import type { CheckedEvent } from "../../../../host-tools/base/doctor/check.js";
import { ToolError } from "../../../../host-tools/base/tool-error.js";
import { createDemoClient } from "../../../../host-tools/cli/operations/demo-cloud.js";
import { type DoctorOptions, doctor } from "../../../../host-tools/cli/operations/doctor.js";
import { starterNames } from "../../../../host-tools/cloud/account/starter-template.js";
import { boardLinks } from "../../../rom/board-link.js";
import { within } from "../../../support/deadline.js";
import { patience } from "../../../support/patience.js";
import { ProvisionBench, storeOf, thingNameOf } from "../../../support/provision-bench.js";
import { RecordedContext } from "../../../support/recorded-context.js";
import { spellings, textSpellings } from "../../../support/secret-spellings.js";
import { SilentServer } from "../../../support/silent-server.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

const directories = new TemporaryDirectories();
/** All, in the order of the lines. */
const names = [
	...["node", "clock", "moddable-sdk", "esp-idf", "serial-ports"],
	...["aws-settings", "credentials", "account", "plan", "policies", "endpoint", "endpoint-dns", "mqtt", "mqtt-alpn"],
];
const ofBoard = ["board", "board-flash", "thing", "board-certificate", "board-endpoint"];

describe("doctor", () => {
	let bench: ProvisionBench;
	before(async () => {
		bench = await ProvisionBench.start();
	});
	after(() => bench.close());
	afterEach(directories.remove);

	function run(context: RecordedContext, options: Partial<DoctorOptions> = {}): Promise<void> {
		const parts = { helloMs: patience(4_000), nodeVersion: "24.11.0", now: new Date("2026-11-28"), ...options.parts };
		const known = { aws: bench.aws, templateName: starterNames.templateName, env: {} };
		return within(doctor({ ...known, ...options, parts }, context), "the end of doctor", 60_000);
	}

	/** What was reported, by check. */
	async function checked(options: Partial<DoctorOptions> = {}): Promise<Record<string, CheckedEvent>> {
		const context = new RecordedContext();
		await run(context, options).catch((error: unknown) => {
			assert.equal((error as ToolError).code, "checks-failed", String(error));
		});
		return Object.fromEntries(context.named("check").map((one) => [one.check, one]));
	}

	it("finds nothing wrong with an emulator on this machine, in the order of the list", async () => {
		const context = new RecordedContext();
		await run(context);
		const events = context.named("check");
		assert.deepEqual(
			events.map(({ check }) => check),
			names,
		);
		assert.deepEqual(
			events.filter(({ status }) => status === "fail"),
			[],
		);
		for (const { status, code, next, milliseconds } of events) {
			assert.equal(status === "ok", code === undefined && next === undefined);
			assert.ok(milliseconds >= 0);
		}
		assert.match(events.find(({ check }) => check === "mqtt-alpn")?.message ?? "", /has no port for MQTT by ALPN/);
	});

	it("looks at a board, at what AWS says of it, and compares the two", async () => {
		const client = createDemoClient(bench.emulator);
		const thingIndexingConfiguration = {
			thingIndexingMode: "REGISTRY",
			thingConnectivityIndexingMode: "STATUS",
		} as const;
		await client.send(new UpdateIndexingConfigurationCommand({ thingIndexingConfiguration }));
		client.destroy();
		const board = bench.board();
		await bench.provision(board);
		const options = { board: { port: "board", env: {}, openLink: boardLinks(board), list: async () => [] } };
		const done = await checked(options);
		assert.deepEqual(Object.keys(done), [...names, ...ofBoard]);
		for (const name of ofBoard) assert.equal(done[name]?.status, "ok", `${name}: ${done[name]?.message}`);
		assert.equal(done.thing?.facts?.thingName, thingNameOf(board));
		assert.equal(typeof done.thing?.facts?.connected, "boolean");

		const [certificateId = ""] = bench.certificatesOf(thingNameOf(board));
		bench.emulator.registry.certificates.updateCertificate(certificateId, "INACTIVE");
		const inactive = await checked(options);
		assert.deepEqual(
			[inactive.thing?.code, inactive["board-certificate"]?.code],
			["certificate-inactive", "certificate-inactive"],
		);
	});

	it("fails with all that failed, when the rest was looked at", async () => {
		const context = new RecordedContext();
		await assert.rejects(run(context, { templateName: "other", parts: { nodeVersion: "18.0.0" } }), {
			code: "checks-failed",
			message: "2 of 14 checks failed: node, account",
		});
		assert.deepEqual(
			context.named("check").map(({ check }) => check),
			names,
		);
	});

	it("takes settings that cannot be for one of the things to be found", async () => {
		const done = await checked({ aws: new ToolError("profile-missing", "There is no profile", { next: "make it" }) });
		assert.deepEqual([done["aws-settings"]?.code, done["aws-settings"]?.next], ["profile-missing", "make it"]);
		for (const name of ["credentials", "account", "endpoint", "endpoint-dns", "mqtt", "mqtt-alpn", "clock"]) {
			assert.deepEqual([done[name]?.status, done[name]?.code], ["warn", "not-checked"], name);
		}
		assert.equal(done.node?.status, "ok");
	});

	it("says once what is wrong with an endpoint that is not there, and goes on", async () => {
		const aws = { ...bench.aws, endpointUrl: "http://127.0.0.1:1" };
		const done = await checked({ aws });
		assert.equal(done.credentials?.code, "endpoint-unreachable");
		assert.equal(done.endpoint?.code, "endpoint-unreachable");
		assert.equal(done.mqtt?.code, "not-checked");
	});

	it("ends at the signal while nothing answers", async () => {
		const silent = await SilentServer.start();
		try {
			const context = new RecordedContext();
			const connected = once(silent.connections, "connection");
			const running = run(context, { aws: { ...bench.aws, endpointUrl: silent.httpUrl } });
			await Promise.race([connected, running]);
			context.stop();
			await assert.rejects(running, { code: "interrupted" });
		} finally {
			silent.close();
		}
	});

	describe("--bundle", () => {
		it("writes what was found into a new file of one's own, also when something failed", async () => {
			const bundlePath = join(await directories.make(), "report.json");
			const context = new RecordedContext();
			await assert.rejects(run(context, { bundlePath, templateName: "other", env: { AWS_REGION: "us-east-1" } }), {
				code: "checks-failed",
			});
			assert.deepEqual(context.named("bundle"), [{ event: "bundle", path: bundlePath }]);
			if (process.platform !== "win32") assert.equal((await stat(bundlePath)).mode & 0o777, 0o600);
			const bundle = JSON.parse(await readFile(bundlePath, "utf8")) as Record<string, unknown> & {
				checks: readonly { check: string; status: string }[];
			};
			assert.deepEqual(
				bundle.checks.map(({ check }) => check),
				names,
			);
			assert.deepEqual(bundle.environment, ["AWS_REGION"]);
			assert.equal(typeof (bundle.versions as Record<string, unknown>).thingsmith, "string");
		});

		it("has no secret of a board, of which the flash is read", async () => {
			const bundlePath = join(await directories.make(), "report.json");
			const password = "the board's own Wi-Fi password";
			const board = bench.board();
			await bench.provision(board, { device: { wifi: { ssid: "barn", password }, telemetry: { intervalMs: 100 } } });
			const context = new RecordedContext();
			await run(context, {
				bundlePath,
				board: { port: "board", env: {}, openLink: boardLinks(board), list: async () => [] },
			});
			assert.ok(Buffer.from(board.flash.bytes).includes(password), "it is there to be found");
			const said = JSON.stringify(context.events) + (await readFile(bundlePath, "utf8"));
			assert.match(said, /"settings":\[.*"network"/);
			const key = Buffer.from(storeOf(board).current?.privateKey ?? new Uint8Array(0));
			assert.ok(key.length > 1000);
			for (const piece of [...textSpellings(password), ...spellings(key)]) assert.ok(!said.includes(piece), piece);
		});

		it("touches no file that is there, and says so before it looks at anything", async () => {
			const bundlePath = join(await directories.make(), "report.json");
			await writeFile(bundlePath, "mine");
			const context = new RecordedContext();
			await assert.rejects(run(context, { bundlePath }), { code: "file-exists" });
			assert.deepEqual(context.events, []);
			assert.equal(await readFile(bundlePath, "utf8"), "mine");
		});

		it("refuses a place where no file can be", async () => {
			const directory = await directories.make();
			await mkdir(join(directory, "file"));
			await assert.rejects(run(new RecordedContext(), { bundlePath: join(directory, "file") }), ToolError);
		});
	});
});
