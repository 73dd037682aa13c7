import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { flashGeometry } from "../../firmware/ports/flash-rules.js";
import { repositoryRoot } from "../../host-tools/base/files/repository-root.js";
import { starterNames } from "../../host-tools/cloud/account/starter-template.js";
import { findModdableSdk, howToGetSdk, type ModdableSdk } from "../../host-tools/moddable/build/moddable-sdk.js";
import { readMemoryBudget } from "../support/memory-budget.js";
import { describeUnless } from "../support/skip-because.js";
import { BuiltFirmware } from "./built-firmware.js";
import { startProxy } from "./hostile-servers.js";

const sdk = findModdableSdk(process.env);
const missing = sdk === undefined ? howToGetSdk : undefined;

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
