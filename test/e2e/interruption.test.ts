import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { IoTClient, ListCertificatesCommand, ListPoliciesCommand } from "@aws-sdk/client-iot";
import { withTemporaryDirectory } from "../../host-tools/base/files/temporary-directory.js";
import { Cli, endAll } from "../support/cli.js";
import { patience } from "../support/patience.js";
import { SilentServer } from "../support/silent-server.js";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** ms; with nothing to clean up. */
const atOnce = 2_000;

/** The exit code; fails when the command took longer than `atOnce` to end. */
async function endedAtOnce(cli: Cli): Promise<number | string> {
	const toldAt = performance.now();
	const code = await cli.exit();
	const tookMs = performance.now() - toldAt;
	assert.ok(tookMs < patience(atOnce), `took ${Math.round(tookMs)} ms to end; it said: ${cli.stderr}`);
	return code;
}

describe("the first signal", () => {
	let silent: SilentServer;

	beforeEach(async () => {
		silent = await SilentServer.start();
	});

	afterEach(async () => {
		await endAll();
		silent.close();
	});

	const endpoint = () => ["--endpoint-url", silent.httpUrl];
	const board = () => ["--port", `tcp://127.0.0.1:${silent.port}`];
	const waiting: Readonly<Record<string, { args: (out: string) => string[]; code: number }>> = {
		"claim create": { args: (out) => ["claim", "create", "--template", "t", "--out", out, ...endpoint()], code: 130 },
		"claim create --bootstrap": {
			args: (out) => ["claim", "create", "--template", "t", "--bootstrap", join(out, "b.json"), ...endpoint()],
			code: 130,
		},
		doctor: { args: () => ["doctor", ...endpoint()], code: 130 },
		"doctor --port": { args: () => ["doctor", ...board()], code: 130 },
		watch: { args: () => ["watch", ...endpoint()], code: 0 },
		"device provision": { args: () => ["device", "provision", ...board(), ...endpoint()], code: 130 },
		"device provision --line": { args: () => ["device", "provision", "--line", ...board(), ...endpoint()], code: 0 },
		"device csr": { args: (out) => ["device", "csr", "--out", join(out, "csr.pem"), ...board()], code: 130 },
		"device inspect": { args: () => ["device", "inspect", ...board()], code: 130 },
		"device erase-identity": { args: () => ["device", "erase-identity", "--yes", ...board()], code: 130 },
		"device monitor": { args: () => ["device", "monitor", ...board()], code: 0 },
	};

	for (const [name, { args, code }] of Object.entries(waiting)) {
		it(`ends ${name} at once while it waits for who says nothing`, async () => {
			await withTemporaryDirectory(async (directory) => {
				for (const signal of signals) {
					const connected = once(silent.connections, "connection");
					const cli = new Cli(args(join(directory, signal)));
					await connected;
					cli.signal(signal);
					assert.equal(await endedAtOnce(cli), code, `${signal}: ${cli.stderr}`);
				}
			});
		});
	}

	it("ends local at once, whoever is connected and says nothing", async () => {
		for (const signal of signals) {
			const local = new Cli(["local", "--port", "0", "--mqtt-port", "0", "--json"]);
			const { endpointUrl, mqttPort } = await local.event({ event: "ready" });
			for (const port of [Number(new URL(String(endpointUrl)).port), Number(mqttPort)]) {
				await once(
					connect(port, "127.0.0.1").on("error", () => undefined),
					"connect",
				);
			}
			local.signal(signal);
			assert.equal(await endedAtOnce(local), 0);
		}
	});

	it("leaves nothing of watch behind in the account", async () => {
		const local = new Cli(["local", "--port", "0", "--mqtt-port", "0", "--json"]);
		const url = String((await local.event({ event: "ready" })).endpointUrl);
		const credentials = { accessKeyId: "test", secretAccessKey: "test" };
		const client = new IoTClient({ endpoint: url, region: "us-east-1", credentials });
		for (const signal of signals) {
			const watch = new Cli(["watch", "--endpoint-url", url]);
			await watch.event({ event: "state", to: "online" });
			watch.signal(signal);
			assert.equal(await watch.exit(), 0);
			assert.deepEqual((await client.send(new ListCertificatesCommand({}))).certificates, [], signal);
			const { policies = [] } = await client.send(new ListPoliciesCommand({}));
			assert.deepEqual(
				policies.map(({ policyName }) => policyName),
				["thingsmith-device"],
				signal,
			);
		}
		client.destroy();
	});
});
