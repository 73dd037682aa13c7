import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readFirmwareBundle } from "../../../../host-tools/board/firmware/firmware-bundle.js";
import { chipTarget } from "../../../../host-tools/moddable/build/chip-target.js";
import { collectFirmware } from "../../../../host-tools/moddable/build/collect-firmware.js";
import { boardPartitions, partitionTable } from "../../../support/partition-table.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

const directories = new TemporaryDirectories();

/** As ESP-IDF v6.0 writes it. */
const flasherArguments = {
	flash_settings: { flash_mode: "dio", flash_size: "4MB", flash_freq: "80m" },
	bootloader: { offset: "0x0", file: "bootloader/bootloader.bin", encrypted: "false" },
	"partition-table": { offset: "0x8000", file: "partition_table/partition-table.bin", encrypted: "false" },
	app: { offset: "0x10000", file: "xs_esp32.bin", encrypted: "false" },
};

async function build(table = partitionTable(boardPartitions), settings: object = flasherArguments) {
	const root = await directories.make();
	const buildDirectory = join(root, "build");
	for (const folder of ["bootloader", "partition_table"])
		await mkdir(join(buildDirectory, folder), { recursive: true });
	await writeFile(join(buildDirectory, "flasher_args.json"), JSON.stringify(settings));
	await writeFile(join(buildDirectory, "bootloader/bootloader.bin"), "boot");
	await writeFile(join(buildDirectory, "partition_table/partition-table.bin"), table);
	await writeFile(join(buildDirectory, "xs_esp32.bin"), "application");
	const outDirectory = join(root, "dist", "esp32c3");
	const options = { target: chipTarget("esp32c3"), debug: false, version: "0.1.0", sdkVersion: "8.2.3" };
	return { buildDirectory, outDirectory, ...options, idfVersion: "v6.0" };
}

describe("collectFirmware", () => {
	afterEach(directories.remove);

	it("leaves what device flash reads", async () => {
		const options = await build();
		const manifest = await collectFirmware(options);
		const bundle = await readFirmwareBundle(options.outDirectory);
		assert.deepEqual(bundle.manifest, manifest);
		assert.deepEqual(
			bundle.regions.map(({ name, offset, bytes }) => [name, offset, Buffer.from(bytes).toString().slice(0, 11)]),
			[
				["bootloader", 0, "boot"],
				["partition-table", 0x8000, Buffer.from(partitionTable(boardPartitions)).toString().slice(0, 11)],
				["firmware", 0x10000, "application"],
			],
		);
		assert.deepEqual(manifest.identity, { offset: 0x3f8000, size: 0x8000 });
		assert.equal(manifest.chip, "ESP32-C3");
	});

	it("replaces what an earlier build left, and nothing stays beside it", async () => {
		const options = await build();
		await collectFirmware(options);
		await writeFile(join(options.outDirectory, "old.bin"), "");
		await collectFirmware(options);
		assert.deepEqual((await readdir(options.outDirectory)).sort(), [
			"bootloader.bin",
			"build.json",
			"firmware.bin",
			"partition-table.bin",
		]);
		assert.deepEqual(await readdir(join(options.outDirectory, "..")), ["esp32c3"]);
	});

	it("refuses a build that left no application, no identity partition or no arguments, and keeps what there was", async () => {
		const good = await build();
		await collectFirmware(good);
		const { app, ...noApplication } = flasherArguments;
		const missing = { ...flasherArguments, app: { ...app, file: "gone.bin" } };
		for (const options of [
			await build(partitionTable(boardPartitions.filter(({ name }) => name !== "identity"))),
			await build(undefined, noApplication),
			await build(undefined, missing),
			await build(undefined, []),
			{ ...(await build()), buildDirectory: "/nowhere" },
		]) {
			await assert.rejects(collectFirmware({ ...options, outDirectory: good.outDirectory }), { code: "build-failed" });
			assert.ok(existsSync(join(good.outDirectory, "build.json")));
		}
	});
});
