import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { inspectFile } from "../../host-tools/cli/operations/device-inspect.js";
import { findModdableSdk, howToGetSdk, type ModdableSdk } from "../../host-tools/moddable/build/moddable-sdk.js";
import { composeVirtualDevice } from "../../host-tools/virtual-device/compose.js";
import { openFileFlash } from "../../host-tools/virtual-device/file-flash.js";
import { RecordingLog } from "../fakes/recording-log.js";
import { until } from "../support/deadline.js";
import { goldenExpiry, goldenImage } from "../support/golden.js";
import { RecordedContext } from "../support/recorded-context.js";
import { describeUnless } from "../support/skip-because.js";
import { BuiltFirmware } from "./built-firmware.js";

const sdk = findModdableSdk(process.env);
const missing = sdk === undefined ? howToGetSdk : undefined;

describeUnless(missing, "the simulator's flash file", () => {
	let firmware: BuiltFirmware;

	before(async function () {
		this.timeout(900_000);
		firmware = await BuiltFirmware.make(sdk as ModdableSdk);
	});
	afterEach(() => firmware.stopAll());
	after(() => firmware?.close());

	it("may be the golden image, from which XS boots, and which it leaves as it is", async function () {
		this.timeout(120_000);
		await firmware.putFlash(goldenImage());
		const run = await firmware.start();
		const { fields } = await run.event("claim.found");
		assert.ok(Math.abs(Number(fields.secondsLeft) - (goldenExpiry - Date.now()) / 1000) < 120, `${fields.secondsLeft}`);
		// Nobody listens on its port.
		await run.event("retry", { code: "network-unreachable" });
		assert.equal(run.ended, false);
		await firmware.stopAll();
		assert.deepEqual(await readFile(firmware.flashFile), Buffer.from(goldenImage()));
	});

	it("is read by device inspect once XS has provisioned, and a virtual device goes on with it as the same thing", async function () {
		this.timeout(120_000);
		const thingName = await firmware.newDevice();
		const run = await firmware.start();
		const { fields } = await run.event("provisioned", { thingName });
		await run.event("reading.acknowledged", { sequence: 2 });
		await firmware.stopAll();

		const context = new RecordedContext();
		await inspectFile(firmware.flashFile, context);
		const identity = context.named("inspected")[0]?.report.identity;
		assert.deepEqual(
			[identity?.thingName, identity?.certificateId, identity?.key],
			[thingName, fields.certificateId, "matches"],
		);

		const log = new RecordingLog();
		const device = composeVirtualDevice({ flash: openFileFlash(firmware.flashFile), log });
		device.start();
		try {
			const reading = await until("a reading", () => log.last("reading.acknowledged"));
			assert.equal(reading.fields.thingName, thingName);
		} finally {
			await device.stop();
		}
		assert.deepEqual([log.last("provisioned"), log.last("claim.connected")], [undefined, undefined]);
		assert.equal(firmware.emulator.registry.things.listThingPrincipals(thingName).length, 1);

		const again = await firmware.start();
		await again.event("reading.acknowledged", { thingName });
		assert.deepEqual([again.count("provisioned"), again.exceptions], [0, []]);
	});
});
