import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { IoTClient } from "@aws-sdk/client-iot";
import { connectAsync, type MqttClient } from "mqtt";
import { IdentityStore } from "../../firmware/core/identity/identity-store.js";
import { RingFlash } from "../../firmware/core/telemetry/ring/ring-flash.js";
import { scanRing } from "../../firmware/core/telemetry/ring/ring-space.js";
import { type BootstrapFile, toBootstrap } from "../../host-tools/board/identity/bootstrap-file.js";
import { createIdentityImage } from "../../host-tools/board/identity/identity-image.js";
import {
	prepareReadingsFile,
	readingsPathOf,
	removeReadingsFile,
} from "../../host-tools/board/partitions/readings-file.js";
import {
	createDemoBootstrap,
	createDemoClient,
	createDemoTemplate,
} from "../../host-tools/cli/operations/demo-cloud.js";
import { createWatchIdentity, type WatchIdentity } from "../../host-tools/cloud/account/watch-identity.js";
import { defaultScope } from "../../host-tools/emulator/arn.js";
import { type Emulator, startEmulator } from "../../host-tools/emulator/emulator.js";
import type { AppBuild } from "../../host-tools/moddable/build/build-app.js";
import { findModdableSdk, howToGetSdk, type ModdableSdk } from "../../host-tools/moddable/build/moddable-sdk.js";
import { buildFirmware } from "../../host-tools/moddable/simulator/build-firmware.js";
import { startVirtualDisplay, type VirtualDisplay } from "../../host-tools/moddable/simulator/virtual-display.js";
import { openFileFlash } from "../../host-tools/virtual-device/file-flash.js";
import { nodeTextCodec } from "../../host-tools/virtual-device/node-text-codec.js";
import { toKeyObject } from "../support/rsa-key-parts.js";
import { describeUnless } from "../support/skip-because.js";
import { publicChain, startProxy, startTlsServer } from "./hostile-servers.js";
import { issueSelfSigned } from "./self-signed.js";
import { SimulatorRun } from "./simulator-run.js";

const foundSdk = findModdableSdk(process.env);
const missing = foundSdk === undefined ? howToGetSdk : undefined;

/** A key of the device's own in a debug build, ms: seconds, but there are unlucky ones, and others on the machine. */
const ownKeyMs = 100_000;

/** The linker on modules of the SDK. */
const sdkWarnings = /^### warning: (wifi|ssl\/cache|ssl\/cert): /;

describeUnless(missing, "the firmware in Moddable's simulator", () => {
	const sdk = foundSdk as ModdableSdk;
	let directory: string;
	let flashFile: string;
	let build: AppBuild;
	let display: VirtualDisplay | undefined;
	let emulator: Emulator;
	let client: IoTClient;
	let reader: MqttClient;
	let identity: WatchIdentity;
	const received: { topic: string; payload: string }[] = [];
	const cleanups: (() => Promise<void> | void)[] = [];
	let serial = 0;

	before(async function () {
		this.timeout(900_000);
		directory = await mkdtemp(path.join(tmpdir(), "thingsmith-simulator-"));
		flashFile = path.join(directory, "identity.flash");
		const files = { flashFile, readingsFile: readingsPathOf(flashFile) };
		build = await buildFirmware({ sdk, env: process.env, outDirectory: path.join(directory, "build"), ...files });
		if (sdk.platform === "lin") display = await startVirtualDisplay();
		emulator = await startEmulator({ port: 0, mqttPort: 0 });
		client = createDemoClient(emulator);
		await createDemoTemplate(client, defaultScope);
		const { endpointUrl, mqttHost, mqttPort, rootCaPem } = emulator;
		const settings = { endpointUrl, region: defaultScope.region, profile: undefined, hasEnvironmentCredentials: false };
		identity = await createWatchIdentity(client, "+/temperature", settings);
		reader = await connectAsync(`mqtts://${mqttHost}:${mqttPort}`, {
			clientId: identity.clientId,
			cert: identity.certificatePem,
			key: identity.privateKeyPem,
			ca: rootCaPem,
		});
		reader.on("message", (topic, payload) => received.push({ topic, payload: payload.toString() }));
		await reader.subscribeAsync("+/temperature", { qos: 1 });
	});

	afterEach(async () => {
		for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
	});

	after(async () => {
		await reader?.endAsync(true);
		client?.destroy();
		await emulator?.close();
		await display?.close();
		if (directory !== undefined) await rm(directory, { recursive: true, force: true });
	});

	/** A device of its own in the flash file; `changes` leads it astray. */
	async function newDevice(changes: Partial<BootstrapFile> = {}): Promise<string> {
		serial += 1;
		const serialNumber = `simulator-${serial}`;
		const bootstrap = await createDemoBootstrap(client, emulator, { serialNumber, intervalMs: 500 });
		const image = createIdentityImage(toBootstrap({ ...bootstrap, ...changes }));
		await writeFile(flashFile, image, { mode: 0o600 });
		await removeReadingsFile(flashFile);
		await prepareReadingsFile(flashFile);
		return `thingsmith-${serialNumber}`;
	}

	function start(): Promise<SimulatorRun> {
		const run = new SimulatorRun({ sdk, library: build.library, display: display?.name });
		cleanups.push(() => run.stop());
		return run.started();
	}

	function readIdentity() {
		const flash = openFileFlash(flashFile);
		try {
			const { current: stored } = new IdentityStore(flash, nodeTextCodec);
			assert.ok(stored);
			return {
				certificate: new X509Certificate(Buffer.from(stored.certificate)),
				privateKey: toKeyObject(stored.privateKey),
			};
		} finally {
			flash.close();
		}
	}

	it("is built without a warning about our modules", () => {
		const lines = build.output.split("\n").filter((line) => /warning/i.test(line));
		const warnings = lines.filter((line) => !sdkWarnings.test(line) && !line.startsWith(sdk.root));
		assert.deepEqual(warnings, []);
	});

	/** Sequence number of the next reading, as Node reads what XS wrote. */
	function nextReading(): number {
		const flash = openFileFlash(readingsPathOf(flashFile));
		try {
			return scanRing(new RingFlash(flash)).noted?.next ?? 1;
		} finally {
			flash.close();
		}
	}

	it("becomes a thing and reports, and after a restart goes on, with its readings, without provisioning", async () => {
		const thingName = await newDevice();
		const first = await start();
		const { fields } = await first.event("provisioned", { thingName });
		await first.event("state", { to: "online" });
		await first.event("reading.acknowledged", { sequence: 3 });
		assert.deepEqual(first.exceptions, []);
		assert.equal(first.count("retry"), 0);
		assert.equal(first.count("readings.unavailable"), 0);
		await first.stop();
		const next = nextReading();
		assert.ok(next > 3);

		const principals = emulator.registry.things.listThingPrincipals(thingName);
		assert.equal(principals.length, 1);
		assert.match(String(principals[0]), new RegExp(`:cert/${fields.certificateId}$`));
		const readings = received.filter(({ topic }) => topic === `${thingName}/temperature`);
		assert.deepEqual(
			readings.slice(0, 3).map(({ payload }) => JSON.parse(payload).sequence),
			[1, 2, 3],
		);

		const second = await start();
		await second.event("state", { to: "online" });
		await second.event("reading.acknowledged", { sequence: next + 1, thingName });
		const taken = received.filter(({ topic }) => topic === `${thingName}/temperature`);
		const sequences = new Set(taken.map(({ payload }) => JSON.parse(payload).sequence as number));
		assert.deepEqual(
			[...sequences].slice(0, next + 1),
			Array.from({ length: next + 1 }, (_, index) => index + 1),
		);
		for (const event of ["claim.connected", "key.received", "provisioned", "retry"])
			assert.equal(second.count(event), 0);
		assert.deepEqual(second.exceptions, []);
	});

	it("makes a key of its own and becomes a thing with it", async function () {
		this.timeout(2 * ownKeyMs);
		const thingName = await newDevice({ keyOrigin: "device" });
		const run = await start();
		await run.event("provisioned", { thingName }, { milliseconds: ownKeyMs });
		await run.event("reading.acknowledged", { thingName, sequence: 1 });
		assert.deepEqual([run.count("key.made"), run.count("retry"), run.exceptions], [1, 0, []]);
		await run.stop();

		const { certificate, privateKey } = readIdentity();
		assert.ok(certificate.checkPrivateKey(privateKey), "the certificate is of the key in flash");
		assert.equal(privateKey.asymmetricKeyDetails?.modulusLength, 2048);
		assert.match(certificate.subject, /^CN=thingsmith device$/m);
	});

	it("reports a server under a foreign root CA, lives, and goes on trying", async () => {
		const foreign = await startEmulator({ port: 0, mqttPort: 0 });
		cleanups.push(() => foreign.close());
		await newDevice({ host: foreign.mqttHost, port: foreign.mqttPort });
		const run = await start();
		await run.event("retry", { code: "server-untrusted", attempt: 1 });
		await run.event("retry", { code: "server-untrusted", attempt: 2 });
		assert.equal(run.ended, false);
		assert.equal(run.count("claim.connected"), 0);
	});

	it("does not trust a server that only shows another one's certificate behind its own", async () => {
		const attacker = await issueSelfSigned("attacker");
		const chain = attacker.cert + (await publicChain(emulator.mqttPort));
		let secured = false;
		const server = await startTlsServer({ cert: chain, key: attacker.key }, () => {
			secured = true;
		});
		cleanups.push(() => server.close());
		await newDevice({ port: server.port });
		const run = await start();
		await run.event("retry", { code: "server-untrusted" });
		assert.equal(secured, false);
	});

	it("tells a server that refuses it after TLS from one that fails at TLS", async () => {
		const local = await issueSelfSigned("localhost");
		const refusing = await startTlsServer(local, (socket) => socket.once("data", () => socket.destroy()));
		cleanups.push(() => refusing.close());
		await newDevice({ host: "127.0.0.1", port: refusing.port, rootCa: local.cert });
		const run = await start();
		await run.event("retry", { code: "connection-refused", attempt: 2 });
		await run.stop();

		await newDevice({ host: "127.0.0.1", port: refusing.port });
		await refusing.close();
		const again = await start();
		await again.event("retry", { code: "network-unreachable", attempt: 2 });
		assert.equal(again.ended, false);
	});

	it("goes on where it was when the connection is cut in the middle of provisioning and while reporting", async () => {
		const proxy = await startProxy(emulator.mqttPort);
		cleanups.push(() => proxy.close());
		const thingName = await newDevice({ host: "127.0.0.1", port: proxy.port });
		const run = await start();
		await run.event("claim.connected");
		proxy.cut();
		await run.event("retry");
		await run.event("state", { to: "online" });
		// A cut under a write is told by the write or by silence; this one is told by the connection.
		await run.event("status.published");
		proxy.cut();
		const from = run.events.length;
		await run.event("retry", { code: "connection-lost" }, { from });
		await run.event("reading.acknowledged", { thingName }, { from });
		assert.equal(run.count("provisioned"), 1);
	});
});
