import { rm } from "node:fs/promises";
import { flashGeometry } from "../../../firmware/ports/flash-rules.js";
import { isThere } from "../../base/files/is-there.js";
import { replacePrivateFile } from "../../base/files/private-files.js";

/** Size of the `readings` partition in partitions.csv and of every file of readings, in bytes. */
export const readingsPartitionSize = 0x20000;

/** Where the readings of the device in the flash file `flashPath` wait. */
export function readingsPathOf(flashPath: string): string {
	return `${flashPath}.readings`;
}

/** Makes an erased readings partition for the device in `flashPath`, 0600, where there is none yet. The caller holds the file's lock. */
export async function prepareReadingsFile(flashPath: string): Promise<string> {
	const path = readingsPathOf(flashPath);
	if (!(await isThere(path))) {
		const erased = new Uint8Array(readingsPartitionSize).fill(flashGeometry.eraseValue);
		await replacePrivateFile(path, (file) => file.writeFile(erased));
	}
	return path;
}

/** For a new device under an old name, which must not publish what another one measured. */
export async function removeReadingsFile(flashPath: string): Promise<void> {
	await rm(readingsPathOf(flashPath), { force: true });
}
