import assert from "node:assert/strict";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryRoot } from "../../../../host-tools/base/files/repository-root.js";
import { findModdableSdk, howToGetSdk, type ModdableSdk } from "../../../../host-tools/moddable/build/moddable-sdk.js";
import { checkPlatform } from "../../../../host-tools/moddable/build/typecheck-firmware.js";
import { describeUnless } from "../../../support/skip-because.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

const sdk = findModdableSdk(process.env);
const missing = sdk === undefined ? howToGetSdk : undefined;
const directories = new TemporaryDirectories();

/** A copy of the firmware without one line of the manifest for the chips. */
async function firmwareWithout(line: string): Promise<string> {
	const root = await directories.make();
	for (const name of ["manifest.json", "firmware"]) {
		await cp(join(repositoryRoot, name), join(root, name), { recursive: true });
	}
	const manifest = join(root, "firmware", "adapters", "esp32", "manifest.json");
	const text = await readFile(manifest, "utf8");
	assert.ok(text.includes(line), `the manifest has ${line}`);
	await writeFile(manifest, text.replace(line, ""));
	return root;
}

describeUnless(missing, "checkPlatform", function () {
	this.timeout(120_000);
	afterEach(directories.remove);

	it("finds the header that a manifest of the SDK does not bring to the plain ESP32", async () => {
		const root = await firmwareWithout('"$(MODULES)/pins/digital/manifest.json",');
		const faults = await checkPlatform(sdk as ModdableSdk, process.env, "esp32", root);
		assert.match(faults ?? "", /spi\.c:\d+: modGPIO\.h is in no include folder, but in .*pins\/digital\/esp32/);
	});
});
