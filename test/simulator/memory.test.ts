import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { IdentityStore } from "../../firmware/core/identity/identity-store.js";
import { flashGeometry } from "../../firmware/ports/flash-rules.js";
import { repositoryRoot } from "../../host-tools/base/files/repository-root.js";
import { BoardLines } from "../../host-tools/board/bootstrap-link/board-lines.js";
import { sendBootstrap, sendSettings } from "../../host-tools/board/bootstrap-link/bootstrap-sender.js";
import { helloBoard } from "../../host-tools/board/bootstrap-link/hello-board.js";
import { createIdentityImage } from "../../host-tools/board/identity/identity-image.js";
import { flashIn } from "../../host-tools/board/partitions/memory-flash.js";
import { starterNames } from "../../host-tools/cloud/account/starter-template.js";
import { findModdableSdk, howToGetSdk, type ModdableSdk } from "../../host-tools/moddable/build/moddable-sdk.js";
import { nodeTextCodec } from "../../host-tools/virtual-device/node-text-codec.js";
import { readMemoryBudget } from "../support/memory-budget.js";
import { patience } from "../support/patience.js";
import { canOpenPty, openPtyLink } from "../support/pty-link.js";
import { describeUnless } from "../support/skip-because.js";
import { testPki } from "../support/test-pki.js";
import { BuiltFirmware } from "./built-firmware.js";
import { startProxy } from "./hostile-servers.js";

const sdk = findModdableSdk(process.env);
const missing = sdk === undefined ? howToGetSdk : undefined;

const { signal } = new AbortController();

/** A device that makes its own key, in a debug build. */
const longestMs = 120_000;
/** Characters of a template's body (docs/aws-behaviour.md, "Provisioning templates"). */
const longestTemplate = 10_240;
/** Of a 64-bit machine. */
const slotBytes = 32;

describeUnless(missing, "the firmware in the memory of docs/memory.md, which cannot grow", () => {
	let firmware: BuiltFirmware;

	before(async function () {
		this.timeout(900_000);
		const manifest = path.join(repositoryRoot, "test", "simulator", "memory", "manifest.json");
		firmware = await BuiltFirmware.make(sdk as ModdableSdk, { manifest });
	});

	after(() => firmware?.close());

	for (const keyOrigin of ["aws", "device"] as const) {
		it(`provisions with a key made by ${keyOrigin}, reports, reconnects, and keeps within its stack`, async () => {
			const proxy = await startProxy(firmware.emulator.mqttPort);
			try {
				const telemetry = { sensor: "simulatedClimate", intervalMs: 500 };
				const thingName = await firmware.newDevice({ host: "127.0.0.1", port: proxy.port, keyOrigin, telemetry });
				const run = await firmware.start();
				await run.event("provisioned", { thingName }, { milliseconds: longestMs });
				const { fields } = await run.event("reading.acknowledged", { thingName });
				assert.equal(typeof fields.pressure, "number");
				// A cut under a write is told by the write or by silence; this one is told by the connection.
				await run.event("status.published", { thingName });
				proxy.cut();
				const from = run.events.length;
				await run.event("retry", { code: "connection-lost" }, { from });
				// Figures come once a second, readings twice.
				for (let count = 0, seen = from; count < 4; count += 1) {
					await run.event("reading.acknowledged", { thingName }, { from: seen });
					seen = run.events.length;
				}
				const readings = await readFile(firmware.readingsFile);
				assert.ok(
					readings.some((byte) => byte !== flashGeometry.eraseValue),
					"nothing was written to the readings partition",
				);
				const stack = (run.peaks.get("Stack used") ?? Number.NaN) / slotBytes;
				assert.ok(stack <= readMemoryBudget().stack, `${stack} slots of stack`);
				const collections = run.peaks.get("Garbage collections") ?? Number.NaN;
				assert.ok(collections > 0, "memory was never short: the test proves nothing");
			} finally {
				await firmware.stopAll();
				await proxy.close();
			}
		}).timeout(2 * longestMs);
	}

	it("takes a bootstrap over its serial line, with a key of its own, and other settings again and again", async function () {
		if (!canOpenPty()) return this.skip();
		const { thingName, bootstrap } = await firmware.blankDevice();
		await writeFile(firmware.buttonHeld, "");
		const link = await openPtyLink(firmware.serialPort);
		try {
			const board = new BoardLines(link);
			const run = await firmware.start();
			await helloBoard(board, { signal, deadlineMs: patience(30_000) });
			const options = { signal, deadlineMs: patience(20_000) };
			await sendBootstrap(board, bootstrap, options);
			await run.event("reading.acknowledged", { thingName }, { milliseconds: longestMs });
			for (let interval = 200; interval < 205; interval += 1) {
				const from = run.events.length;
				await sendSettings(board, { wifi: { ssid: `net ${interval}` }, telemetry: { intervalMs: interval } }, options);
				await run.event("reading.acknowledged", { thingName }, { from });
			}
		} finally {
			await firmware.stopAll();
			await link.close();
			await rm(firmware.buttonHeld, { force: true });
		}
	}).timeout(2 * longestMs);

	it("gets another identity by a new claim when AWS refuses the one it has", async () => {
		const { thingName, bootstrap } = await firmware.blankDevice({ keyOrigin: "aws" });
		const image = createIdentityImage(bootstrap);
		const store = new IdentityStore(flashIn(image), nodeTextCodec);
		const [unknown] = (await testPki()).clients;
		// Without a token: the claim came later.
		store.stage({ ...unknown, certificateId: "ab".repeat(32), ownershipToken: undefined });
		store.nameCandidate(thingName);
		await firmware.putFlash(image);
		try {
			const run = await firmware.start();
			await run.event("identity.refused", { thingName }, { milliseconds: longestMs });
			await run.event("provisioned", { thingName }, { milliseconds: longestMs });
			await run.event("reading.acknowledged", { thingName });
		} finally {
			await firmware.stopAll();
		}
	}).timeout(2 * longestMs);

	it("takes a thing with as long a DeviceConfiguration as a template can have", async () => {
		const { templates } = firmware.emulator.registry;
		const { templateName } = starterNames;
		const template = JSON.parse(templates.describeProvisioningTemplateVersion(templateName, 1).templateBody);
		const without = JSON.stringify({ ...template, DeviceConfiguration: { ladder: "" } }).length;
		const DeviceConfiguration = { ladder: "x".repeat(longestTemplate - without) };
		templates.createProvisioningTemplateVersion(
			templateName,
			JSON.stringify({ ...template, DeviceConfiguration }),
			true,
		);
		try {
			const thingName = await firmware.newDevice({ keyOrigin: "aws" });
			const run = await firmware.start();
			await run.event("reading.acknowledged", { thingName }, { milliseconds: longestMs });
		} finally {
			await firmware.stopAll();
		}
	}).timeout(2 * longestMs);
});
