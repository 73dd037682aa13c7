import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ListThingsCommand } from "@aws-sdk/client-iot";
import { withTemporaryDirectory } from "../../host-tools/base/files/temporary-directory.js";
import { inspectIdentity } from "../../host-tools/board/identity/inspect-identity.js";
import { createDemoClient } from "../../host-tools/cli/operations/demo-cloud.js";
import type { RomFaults } from "../rom/faults.js";
import { type Rom, startRom } from "../rom/start-rom.js";
import { type VirtualFirmwareOptions, virtualDeviceApplication } from "../rom/virtual-device-application.js";
import { Cli, endAll } from "../support/cli.js";
import { writeFirmware } from "../support/firmware-directory.js";
import { storeOf } from "../support/provision-bench.js";
import { canMakePty, ptyNeeds } from "../support/pty.js";
import { bodyOf, spellings } from "../support/secret-spellings.js";
import { skipBecause } from "../support/skip-because.js";
import { onTerminal } from "../support/terminal.js";

const identity = { offset: 0x3f8000, size: 0x8000 };
const macs = [
	[0x24, 0x0a, 0xc4, 0, 0, 1],
	[0x24, 0x0a, 0xc4, 0, 0, 2],
] as const;

interface Bench {
	/** Starts `device provision` with these arguments beside the usual ones. */
	provision(...args: string[]): Cli;
	board(options?: VirtualFirmwareOptions & { faults?: RomFaults; mac?: readonly number[] }): Promise<Rom>;
	readonly directory: string;
	readonly endpoint: string;
	/** Directory. */
	readonly firmware: string;
	/** What the emulator holds. */
	things(): Promise<string[]>;
}

/** The emulator, a firmware that is built, and boards with that chip. */
async function withBench(use: (bench: Bench) => Promise<void>): Promise<void> {
	const boards: Rom[] = [];
	await withTemporaryDirectory(async (directory) => {
		const local = new Cli(["local", "--port", "0", "--mqtt-port", "0", "--json"]);
		const endpoint = String((await local.event({ event: "ready" })).endpointUrl);
		const firmware = join(directory, "firmware");
		await writeFirmware(firmware, { target: "esp32c3", size: 60_001 });
		const common = ["--firmware", firmware, "--interval", "0.2", "--json"];
		try {
			await use({
				...{ directory, endpoint, firmware },
				provision: (...args) =>
					new Cli(["device", "provision", ...common, ...args], { env: { AWS_ENDPOINT_URL: endpoint, DEBUG: "1" } }),
				async board({ faults, mac = macs[0], ...options } = {}) {
					const application = virtualDeviceApplication(options);
					const rom = await startRom({
						chip: "esp32c3",
						transport: "rfc2217",
						application,
						mac: Uint8Array.from(mac),
						...(faults === undefined ? {} : { faults }),
					});
					boards.push(rom);
					return rom;
				},
				async things() {
					const client = createDemoClient({ endpointUrl: endpoint });
					const { things = [] } = await client.send(new ListThingsCommand({}));
					client.destroy();
					return things.map(({ thingName }) => String(thingName));
				},
			});
		} finally {
			for (const board of boards) await board.close();
			await endAll();
		}
	});
}

describe("device provision", function () {
	this.timeout(120_000);
	afterEach(endAll);

	it("makes a blank board a thing with a key of its own, and says so again when it is run again", async () => {
		await withBench(async ({ provision, board, things }) => {
			const { port, board: chip } = await board();
			const first = provision("--port", port);
			assert.equal(await first.exit(), 0, first.stderr);
			const done = await first.event({ event: "board-provisioned" });
			assert.equal(done.thingName, "thingsmith-240ac4000001");
			assert.deepEqual(done.policies, ["thingsmith-device"]);
			assert.deepEqual(
				first.events.flatMap(({ event, step }) => (event === "provision-step" ? [step] : [])),
				["firmware", "wake", "key", "claim", "bootstrap", "online", "verify"],
			);
			const held = inspectIdentity(chip.flash.read(identity.offset, identity.size));
			assert.equal(held.identity?.certificateId, done.certificateId);
			assert.equal(held.identity?.key, "matches");

			const again = provision("--port", port);
			assert.equal(await again.exit(), 0, again.stderr);
			assert.equal((await again.event({ event: "board-provisioned" })).already, true);
			assert.deepEqual(await things(), ["thingsmith-240ac4000001"]);
		});
	});

	it("writes the bootstrap into flash where it is told to, and leaves an identity alone there", async () => {
		await withBench(async ({ provision, board }) => {
			const told = await board();
			const flags = ["--over", "flash", "--key-origin", "aws", "--serial-number", "told-1"];
			const second = provision("--port", told.port, ...flags);
			assert.equal(await second.exit(), 0, second.stderr);
			assert.equal((await second.event({ event: "board-provisioned" })).thingName, "thingsmith-told-1");
			const again = provision("--port", told.port, "--over", "flash", "--serial-number", "told-1");
			assert.equal(await again.exit(), 0, again.stderr);
			const done = await again.event({ event: "board-provisioned" });
			assert.deepEqual([done.thingName, done.serialNumber], ["thingsmith-told-1", "told-1"]);
			const other = provision("--port", told.port, "--over", "flash", "--serial-number", "told-2");
			assert.equal(await other.exit(), 1);
			const failed = await other.event({ event: "failed" });
			assert.equal(failed.code, "identity-kept");
			assert.match(String(failed.message), /thingsmith-told-1, serial number told-1, not told-2/);
		});
	});

	it("provisions a series, keeps a record of it, and goes on with it", async () => {
		await withBench(async ({ provision, board, directory }) => {
			const record = join(directory, "boards.csv");
			for (const [index, mac] of macs.entries()) {
				const { port } = await board({ mac });
				const run = provision("--port", port, "--count", "2", "--record", record);
				await run.event({ event: "series", provisioned: 1 });
				// The first run still waits for a second board; the next one ends by itself, because the first board counts.
				if (index === 0) run.signal("SIGINT");
				assert.equal(await run.exit(), index === 0 ? 130 : 0, run.stderr);
			}
			const lines = (await readFile(record, "utf8")).trimEnd().split("\r\n");
			assert.deepEqual(
				lines.map((line) => line.split(",").slice(1, 4).join(" ")),
				[
					"serialNumber outcome thingName",
					"240ac4000001 provisioned thingsmith-240ac4000001",
					"240ac4000002 provisioned thingsmith-240ac4000002",
				],
			);
		});
	});

	it("shows no secret in anything it prints, whatever comes of it, and takes none as an argument", async () => {
		await withBench(async ({ provision, board, directory, endpoint }) => {
			const env = { AWS_ENDPOINT_URL: endpoint, DEBUG: "1" };
			const password = "marked-password-4711";
			const passwordFile = join(directory, "password");
			await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
			const claim = new Cli(["claim", "create", "--template", "thingsmith", "--out", "out", "--json"], {
				env,
				cwd: directory,
			});
			assert.equal(await claim.exit(), 0, claim.stderr);
			const id = String((await claim.event({ event: "claimed" })).certificateId);
			const claimFile = (name: string) => join(directory, "out", `thingsmith-${id.slice(0, 8)}.${name}`);
			const [key, certificate] = [claimFile("claim-private-key.pem"), claimFile("claim-certificate.pem")];
			const wifi = ["--ssid", "home", "--wifi-password-file", passwordFile];
			const wrong = await board();
			const { port, board: chip } = await board({ mac: macs[1] });
			const pair = ["--certificate", certificate, "--private-key", key, "--thing-name", "marked"];
			const runs = [
				// A claim's certificate is no thing's: refused after it was sent, over and over, until Ctrl-C.
				provision("--port", wrong.port, ...wifi, ...pair),
			];
			await runs[0]?.until("a retry", () => /connection-refused|verifying/.test(String(runs[0]?.stdout)) || undefined);
			runs[0]?.signal("SIGINT");
			assert.equal(await runs[0]?.exit(), 130);
			const whole = provision("--port", port, ...wifi);
			runs.push(whole);
			assert.equal(await whole.exit(), 0, whole.stderr);
			const long = join(directory, "long");
			await writeFile(long, `${password.repeat(9)}\n`);
			const refused = provision("--port", port, "--ssid", "home", "--wifi-password-file", long);
			runs.push(refused);
			assert.equal(await refused.exit(), 1);
			const plain = new Cli(["device", "provision", "--port", port, "--no-firmware", "--ssid", "home"], {
				env: { ...env, THINGSMITH_WIFI_PASSWORD: password },
			});
			runs.push(plain);
			assert.equal(await plain.exit(), 0, plain.stderr);

			const held = storeOf(chip);
			const [network] = held.settings?.network.wifi ?? [];
			assert.equal(network?.password, password, "it did arrive");
			const own = Buffer.from(held.current?.privateKey ?? []);
			const secrets = [password, ...bodyOf(await readFile(key, "utf8")), ...spellings(own)];
			assert.ok(secrets.length > 20, "there is something to look for");
			for (const { stdout, stderr } of runs) {
				for (const secret of secrets) assert.equal(`${stdout}${stderr}`.includes(secret), false, secret.slice(0, 4));
				assert.equal(`${stdout}${stderr}`.includes("PRIVATE KEY"), false);
			}
		});
	});

	it("asks for the Wi-Fi password on a terminal, and shows nothing of it", async function () {
		if (!canMakePty()) skipBecause(this, `the Wi-Fi password on a terminal. ${ptyNeeds}`);
		await withBench(async ({ board, endpoint, firmware }) => {
			const { port, board: chip } = await board();
			const args = ["device", "provision", "--port", port, "--firmware", firmware, "--ssid", "home"];
			const output = await onTerminal([...args, "--interval", "0.2"], {
				env: { AWS_ENDPOINT_URL: endpoint },
				question: 'Password of Wi-Fi "home"',
				answer: "typed-password-4711",
			});
			assert.match(output, /thingsmith-240ac4000001/);
			assert.equal(output.includes("typed-password"), false);
			const held = storeOf(chip);
			assert.equal(held.settings?.network.wifi[0]?.password, "typed-password-4711");
		});
	});

	it("touches no board when AWS would refuse: no template, no emulator, no thing's name to give", async () => {
		await withBench(async ({ provision, board }) => {
			const { port, board: chip } = await board();
			const wrong = provision("--port", port, "--template", "nothing");
			assert.equal(await wrong.exit(), 1);
			assert.equal((await wrong.event({ event: "failed" })).code, "template-missing");
			const named = provision("--port", port, "--thing-name", "pump");
			assert.equal(await named.exit(), 2);
			assert.equal((await named.event({ event: "failed" })).code, "parameter-missing");
			assert.deepEqual(chip.commands, []);
		});
	});
});
