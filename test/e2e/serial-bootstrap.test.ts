import "reflect-metadata";
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import {
	AttachPolicyCommand,
	AttachThingPrincipalCommand,
	CreateCertificateFromCsrCommand,
	CreateThingCommand,
} from "@aws-sdk/client-iot";
import { Pkcs10CertificateRequest } from "@peculiar/x509";
import type { Bootstrap } from "../../firmware/core/bootstrap.js";
import { IdentityStore } from "../../firmware/core/identity/identity-store.js";
import { withTemporaryDirectory } from "../../host-tools/base/files/temporary-directory.js";
import { BoardLines } from "../../host-tools/board/bootstrap-link/board-lines.js";
import { sendBootstrap } from "../../host-tools/board/bootstrap-link/bootstrap-sender.js";
import { helloBoard } from "../../host-tools/board/bootstrap-link/hello-board.js";
import { readSigningRequest } from "../../host-tools/board/bootstrap-link/signing-request.js";
import { readBootstrap } from "../../host-tools/board/identity/read-bootstrap-file.js";
import { openSerialLink } from "../../host-tools/board/serial/open-serial-link.js";
import { createDemoClient } from "../../host-tools/cli/operations/demo-cloud.js";
import { starterNames } from "../../host-tools/cloud/account/starter-template.js";
import { openFileFlash } from "../../host-tools/virtual-device/file-flash.js";
import { nodeTextCodec } from "../../host-tools/virtual-device/node-text-codec.js";
import { Cli, endAll } from "../support/cli.js";
import { patience } from "../support/patience.js";
import { toKeyObject } from "../support/rsa-key-parts.js";

const { signal } = new AbortController();
/** What a board may take to answer. */
const options = { signal, deadlineMs: patience(10_000) };

/** The board on the TCP port that the command listens on. */
async function withBoard(device: Cli, use: (board: BoardLines) => Promise<void>): Promise<void> {
	const { host, port } = await device.event({ event: "listening" });
	const link = await openSerialLink(`tcp://${host}:${port}`, { baudRate: 115_200, signal });
	try {
		await use(new BoardLines(link));
	} finally {
		await link.close();
	}
}

describe("a virtual device on a serial line", () => {
	afterEach(endAll);

	/** An emulator, a blank device on its serial line, and a directory; a bootstrap with a claim is in `bootstrap.json`. */
	async function withBlankDevice(use: (stage: Stage) => Promise<void>): Promise<void> {
		await withTemporaryDirectory(async (cwd) => {
			const local = new Cli(["local", "--port", "0", "--mqtt-port", "0", "--json"]);
			const endpoint = String((await local.event({ event: "ready" })).endpointUrl);
			const run = (...args: string[]) => new Cli([...args, "--json"], { env: { AWS_ENDPOINT_URL: endpoint }, cwd });
			const claim = ["claim", "create", "--template", "thingsmith", "--parameter", "SerialNumber=9"];
			assert.equal(await run(...claim, "--interval", "0.2", "--bootstrap", "bootstrap.json").exit(), 0);
			const bootstrap = await readBootstrap(join(cwd, "bootstrap.json"));
			const flash = join(cwd, "device.flash");
			const device = run("device", "simulate", "--flash", flash, "--serial", "0");
			await withBoard(device, (board) => use({ device, board, flash, endpoint, bootstrap }));
			// A test may have ended it.
			device.signal("SIGINT");
			assert.equal(await device.exit(), 0);
			local.signal("SIGTERM");
			assert.equal(await local.exit(), 0);
		});
	}

	it("goes from blank to online by a bootstrap that comes over TCP, and refuses the next one", async () => {
		await withBlankDevice(async ({ device, board, flash, bootstrap }) => {
			const before = await helloBoard(board, options);
			assert.deepEqual([before.model, before.state, before.refusal], ["virtual", "unclaimed", undefined]);
			const lines: string[] = [];
			board.listen({ onLine: (line) => void lines.push(line) });
			await sendBootstrap(board, bootstrap, options);
			await device.event({ event: "state", to: "online" });
			const reading = await device.event({ event: "reading" });
			assert.equal(reading.thingName, "thingsmith-9");

			const after = await helloBoard(board, options);
			// Only now: what the command prints may arrive before what its serial line says, but the serial line keeps its order.
			assert.ok(lines.some((line) => line.includes('"event":"provisioned"')));
			assert.deepEqual([after.state, after.thingName, after.refusal], ["online", "thingsmith-9", "identity-kept"]);
			await assert.rejects(sendBootstrap(board, bootstrap, options), { code: "bootstrap-refused" });
			assert.equal((await stat(flash)).mode & 0o077, 0);
			assert.equal((await readFile(flash)).length, 0x8000);
		});
	});

	it("gets a certificate for a key that never leaves it, and takes none for another key", async () => {
		await withBlankDevice(async ({ device, board, flash, endpoint, bootstrap }) => {
			const certificateSigningRequest = await readSigningRequest(board, { ...options, repeatMs: 100 });
			const again = await readSigningRequest(board, options);
			assert.equal(again, certificateSigningRequest);
			assert.ok(new Pkcs10CertificateRequest(certificateSigningRequest).verify());
			const client = createDemoClient({ endpointUrl: endpoint });
			const thingName = "pump-7";
			const command = new CreateCertificateFromCsrCommand({ certificateSigningRequest, setAsActive: true });
			const { certificatePem, certificateArn, certificateId = "" } = await client.send(command);
			await client.send(new CreateThingCommand({ thingName }));
			await client.send(new AttachThingPrincipalCommand({ thingName, principal: certificateArn }));
			await client.send(new AttachPolicyCommand({ policyName: starterNames.policyName, target: certificateArn }));
			client.destroy();

			const own = { kind: "own-key", thingName, certificateId } as const;
			const wrong = { ...bootstrap, credential: { ...own, certificate: bootstrap.credential.certificate } };
			await assert.rejects(sendBootstrap(board, wrong, options), { message: /another key/ });
			const certificate = new X509Certificate(String(certificatePem));
			await sendBootstrap(
				board,
				{ ...bootstrap, credential: { ...own, certificate: new Uint8Array(certificate.raw) } },
				options,
			);
			await device.event({ event: "state", to: "online" });
			assert.equal((await device.event({ event: "reading" })).thingName, thingName);

			const { current: identity } = identityOf(flash);
			const key = toKeyObject(identity?.privateKey ?? new Uint8Array(0));
			assert.ok(certificate.checkPrivateKey(key));
		});
	});

	it("gives its signing request to `device csr`, which says all that is to be done with it", async () => {
		await withTemporaryDirectory(async (cwd) => {
			const device = new Cli(["device", "simulate", "--flash", "blank.flash", "--serial", "0", "--json"], { cwd });
			const { host, port } = await device.event({ event: "listening" });
			const csr = new Cli(["device", "csr", "--port", `tcp://${host}:${port}`, "--out", "pump.csr"], { cwd });
			assert.equal(await csr.exit(), 0, csr.stderr);
			assert.ok(new Pkcs10CertificateRequest(await readFile(join(cwd, "pump.csr"), "utf8")).verify());
			const steps = ["create-certificate-from-csr", "create-thing", "attach-thing-principal", "attach-policy"];
			for (const step of steps) assert.match(csr.stderr, new RegExp(`^  aws iot ${step} `, "m"));
			assert.ok(csr.stderr.includes(`device provision --port tcp://${host}:${port} --certificate `));
		});
	});

	it("takes other settings by `device configure` while its button counts as held, and stays the thing it is", async () => {
		await withBlankDevice(async ({ device, board, flash, endpoint, bootstrap }) => {
			await sendBootstrap(board, bootstrap, options);
			await device.event({ event: "state", to: "online" });
			device.signal("SIGINT");
			assert.equal(await device.exit(), 0);
			const env = { AWS_ENDPOINT_URL: endpoint, THINGSMITH_WIFI_PASSWORD: "other password" };
			const again = new Cli(["device", "simulate", "--flash", flash, "--serial", "0", "--button-held", "--json"], {
				env,
			});
			const { host, port } = await again.event({ event: "listening" });
			await again.event({ event: "state", to: "online" });
			const before = identityOf(flash);
			const flags = ["--port", `tcp://${host}:${port}`, "--ssid", "barn", "--interval", "0.1", "--json"];
			const configure = new Cli(["device", "configure", ...flags], { env });
			const { thingName, changed } = await configure.event({ event: "configured" });
			assert.deepEqual([thingName, changed], ["thingsmith-9", ["wifi", "telemetry.intervalMs"]]);
			assert.equal(await configure.exit(), 0, configure.stderr);
			again.signal("SIGINT");
			assert.equal(await again.exit(), 0);
			const { current, settings } = identityOf(flash);
			assert.deepEqual(current, before.current);
			assert.equal(settings?.network.wifi[0]?.ssid, "barn");
			assert.ok(!`${configure.stdout}${again.stdout}`.includes(env.THINGSMITH_WIFI_PASSWORD));
		});
	});

	it("listens on this machine only, and says so", async () => {
		const device = new Cli(["device", "simulate", "--flash", "f", "--serial", "0.0.0.0:7000"]);
		assert.equal(await device.exit(), 2);
		assert.match(device.stderr, /this machine's own/);
	});
});

function identityOf(flash: string) {
	const opened = openFileFlash(flash);
	const { current, settings } = new IdentityStore(opened, nodeTextCodec);
	opened.close();
	return { current, settings };
}

interface Stage {
	readonly device: Cli;
	readonly board: BoardLines;
	readonly flash: string;
	readonly endpoint: string;
	readonly bootstrap: Bootstrap;
}
