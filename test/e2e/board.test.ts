import assert from "node:assert/strict";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toBootstrap } from "../../host-tools/board/identity/bootstrap-file.js";
import { createIdentityImage } from "../../host-tools/board/identity/identity-image.js";
import type { Application } from "../rom/application.js";
import { type Rom, startRom } from "../rom/start-rom.js";
import { Cli, endAll } from "../support/cli.js";
import { writeFirmware } from "../support/firmware-directory.js";
import { canMakePty, ptyNeeds } from "../support/pty.js";
import { bodyOf, spellings } from "../support/secret-spellings.js";
import { skipBecause } from "../support/skip-because.js";
import { TemporaryDirectories } from "../support/temporary-directory.js";
import { testPki } from "../support/test-pki.js";

const directories = new TemporaryDirectories();
const roms: Rom[] = [];

async function rom(options: Parameters<typeof startRom>[0]): Promise<Rom> {
	const started = await startRom(options);
	roms.push(started);
	return started;
}

/** What a firmware of ours says while it comes online, with colours and a boot log as ESP-IDF has them. */
const talkative: Application = ({ print }) => {
	print("\x1b[0;32mI (27) boot: ESP-IDF v6.0 2nd stage bootloader\x1b[0m\r\n");
	print('thingsmith {"level":"info","event":"state","from":"unclaimed","to":"claimed"}\r\n');
	print('thingsmith {"level":"info","event":"claim.found","secondsLeft":291}\r\n');
	return { stop: () => undefined };
};

async function bootstrapFile(directory: string): Promise<string> {
	const { rootCaPem, clients } = await testPki();
	const path = join(directory, "bootstrap.json");
	const [{ certificatePem, privateKeyPem }] = clients;
	const bootstrap = {
		...{ version: 1, host: "localhost", rootCa: rootCaPem, templateName: "thingsmith" },
		wifi: { ssid: "workshop", password: "SECRET-PASSWORD" },
		claim: { certificatePem, privateKeyPem, expiresAt: "2099-01-01T00:00:00Z" },
	};
	await writeFile(path, JSON.stringify(bootstrap));
	return path;
}

describe("a board on the command line", () => {
	afterEach(async () => {
		await endAll();
		for (const one of roms.splice(0)) await one.close();
		await directories.remove();
	});

	it("is flashed over RFC 2217, and a second time nothing is written", async () => {
		const { port, board } = await rom({ chip: "esp32c3", transport: "rfc2217" });
		const directory = await directories.make();
		const { manifest, files } = await writeFirmware(directory);
		const args = ["device", "flash", "--port", port, "--firmware", directory];
		const first = new Cli(args);
		assert.equal(await first.exit(), 0, first.stderr);
		assert.equal(first.stdout, "");
		assert.match(first.stderr, /ESP32-C3 on rfc2217:\/\/\S+ \(4MB flash, 24:0a:c4:12:34:56\)/);
		assert.match(first.stderr, /firmware +0x10000 +98 KB +written and verified in/);
		assert.equal(first.stderr.includes("\x1b"), false);
		for (const { file, offset, size } of manifest.regions) {
			assert.deepEqual(Buffer.from(board.flash.read(offset, size)), Buffer.from(files.get(file) ?? []));
		}
		assert.equal(board.state, "running");
		const second = new Cli([...args, "--json"], { env: { ESPBAUD: "115200" } });
		assert.equal(await second.exit(), 0, second.stderr);
		const regions = second.events.filter(({ event }) => event === "region");
		assert.deepEqual(new Set(regions.map(({ outcome }) => outcome)), new Set(["unchanged"]));
		assert.ok(second.events.some(({ event }) => event === "flashed"));
		assert.equal(second.events.at(-1)?.event, "done");
	});

	it("is flashed over a pty, where nothing resets it: BOOT is held by hand, and RESET pressed at the end", async function () {
		if (!canMakePty()) skipBecause(this, `a board that is flashed over a pty. ${ptyNeeds}`);
		const { port, board } = await rom({ chip: "esp32", transport: "pty" });
		board.enterDownloadMode();
		const directory = await directories.make();
		const { manifest, files } = await writeFirmware(directory, { target: "esp32" });
		const flash = new Cli(["device", "flash", "--port", port, "--firmware", directory, "--target", "esp32"]);
		assert.equal(await flash.exit(), 0, flash.stderr);
		for (const { file, offset, size } of manifest.regions) {
			assert.deepEqual(Buffer.from(board.flash.read(offset, size)), Buffer.from(files.get(file) ?? []));
		}
		assert.match(flash.stderr, /hold BOOT/);
		assert.match(flash.stderr, /Press RESET/);
	});

	it("has its identity image made, written, looked at and erased, and no secret is shown", async () => {
		const directory = await directories.make();
		const image = join(directory, "identity.bin");
		const bootstrap = await bootstrapFile(directory);
		const make = new Cli(["device", "image", "--bootstrap", bootstrap, "--out", image]);
		assert.equal(await make.exit(), 0, make.stderr);
		assert.match(make.stdout, /identity\.bin +offset 0x3f8000 +32 KB/);
		assert.match(make.stderr, /esptool .*write-flash 0x3f8000/);
		assert.equal((await stat(image)).mode & 0o777, 0o600);
		const over = new Cli(["device", "image", "--bootstrap", bootstrap, "--out", image]);
		assert.equal(await over.exit(), 1);
		assert.match(over.stderr, /file-exists/);

		const fromFile = new Cli(["device", "inspect", image]);
		assert.equal(await fromFile.exit(), 0, fromFile.stderr);
		assert.match(fromFile.stdout, /holds +a new device with a claim/);
		assert.match(fromFile.stdout, /claim expiry +good until 2099-01-01/);
		assert.match(fromFile.stdout, /ssid +workshop/);

		const { port, board } = await rom({ chip: "esp32c3", transport: "rfc2217" });
		await writeFirmware(directory);
		const flash = new Cli(["device", "flash", "--port", port, "--firmware", directory]);
		assert.equal(await flash.exit(), 0, flash.stderr);
		board.flash.bytes.set(await readFile(image), 0x3f8000);
		const fromBoard = new Cli(["device", "inspect", "--json"], { env: { ESPPORT: port } });
		assert.equal(await fromBoard.exit(), 0, fromBoard.stderr);
		const inspected = await fromBoard.event({ event: "inspected" });
		assert.equal((inspected.report as { content: string }).content, "claim");
		assert.equal((inspected.report as { claim: { key: string } }).claim.key, "matches");

		const unsure = new Cli(["device", "erase-identity", "--port", port]);
		assert.equal(await unsure.exit(), 2);
		assert.match(unsure.stderr, /would erase a bootstrap with a claim[\s\S]*--yes/);
		assert.equal(board.flash.read(0x3f8000, 1)[0], 0x54);
		const erase = new Cli(["device", "erase-identity", "--port", port, "--yes"]);
		assert.equal(await erase.exit(), 0, erase.stderr);
		assert.ok(board.flash.read(0x3f8000, 0x8000).every((byte) => byte === 0xff));
		assert.equal(board.state, "running");
		const [{ privateKey, privateKeyPem }] = (await testPki()).clients;
		const secrets = ["SECRET-PASSWORD", "PRIVATE KEY", ...bodyOf(privateKeyPem), ...spellings(Buffer.from(privateKey))];
		assert.ok(secrets.length > 20, "there is something to look for");
		for (const { stdout, stderr } of [make, over, fromFile, flash, fromBoard, unsure, erase]) {
			for (const secret of secrets) assert.equal((stdout + stderr).includes(secret), false, secret.slice(0, 4));
		}
	}).timeout(90_000);

	it("is watched across an unplugging, its log decoded as the virtual device's", async () => {
		const flash = new Uint8Array(0x400000).fill(0xff).fill(0xe9, 0, 1);
		const one = await rom({ chip: "esp32c3", transport: "rfc2217", flash, application: talkative });
		const monitor = new Cli(["device", "monitor", "--port", one.port, "--reset", "--json"]);
		await monitor.event({ event: "link", state: "open" });
		const text = "I (27) boot: ESP-IDF v6.0 2nd stage bootloader";
		await monitor.event({ event: "line", text });
		await monitor.event({ event: "state", from: "unclaimed", to: "claimed" });
		one.board.unplug();
		await monitor.event({ event: "link", state: "lost" });
		await one.plug();
		const opened = () => monitor.events.filter(({ event, state }) => event === "link" && state === "open").length;
		await monitor.until("the port to be open again", () => (opened() === 2 ? true : undefined));
		one.board.pressReset();
		const states = () => monitor.events.filter(({ event }) => event === "state").length;
		await monitor.until("the board's second start", () => (states() === 2 ? true : undefined));
		monitor.signal("SIGINT");
		assert.equal(await monitor.exit(), 0);
	});

	it("is refused with exit code 3 when there is none, and 4 when it is silent", async () => {
		const none = new Cli(["device", "flash", "--port", "/dev/no-such-port"]);
		assert.equal(await none.exit(), 3);
		assert.match(none.stderr, /port-missing[\s\S]*Next: plug/);
		const { port } = await rom({ chip: "esp32c3", transport: "rfc2217", faults: { silent: true } });
		const silent = new Cli(["device", "inspect", "--port", port]);
		assert.equal(await silent.exit(), 4);
		assert.match(silent.stderr, /chip-silent[\s\S]*Next: hold BOOT/);
	});

	it("gets no image of a claim that has expired, and what holds one says so", async () => {
		const directory = await directories.make();
		const [path, image] = [await bootstrapFile(directory), join(directory, "identity.bin")];
		const file = JSON.parse(await readFile(path, "utf8"));
		file.claim.expiresAt = "2020-01-01T00:00:00Z";
		await writeFile(path, JSON.stringify(file));
		const make = new Cli(["device", "image", "--bootstrap", path, "--out", image]);
		assert.equal(await make.exit(), 4);
		assert.match(make.stderr, /bootstrap\.json expired at 2020-01-01.*\nNext: make a new one/);
		await writeFile(image, createIdentityImage(toBootstrap(file)));
		const inspect = new Cli(["device", "inspect", image]);
		assert.equal(await inspect.exit(), 0, inspect.stderr);
		assert.match(inspect.stdout, /claim expiry +EXPIRED 2020-01-01/);
	});

	it("gets an image that is what a virtual device's flash file would be", async () => {
		const directory = await directories.make();
		const image = join(directory, "identity.bin");
		const bootstrap = await bootstrapFile(directory);
		const withId = { ...JSON.parse(await readFile(bootstrap, "utf8")), clientId: "claim-1" };
		await writeFile(bootstrap, JSON.stringify(withId));
		const make = new Cli(["device", "image", "--bootstrap", bootstrap, "--out", image]);
		assert.equal(await make.exit(), 0, make.stderr);
		assert.deepEqual(new Uint8Array(await readFile(image)), createIdentityImage(toBootstrap(withId)));
	});
});
