import { createHash } from "node:crypto";
import { ToolError } from "../../base/tool-error.js";

/** An entry of ESP-IDF's binary partition table. */
export interface Partition {
	readonly name: string;
	/** 0 app, 1 data, from 0x40 on an application's own. */
	readonly type: number;
	readonly subtype: number;
	/** In flash. */
	readonly offset: number;
	/** Bytes. */
	readonly size: number;
	/** The flag `encrypted`. */
	readonly encrypted: boolean;
}

/** Bytes a partition table occupies at most: 95 entries and a checksum. */
export const partitionTableSize = 0xc00;
/** Where tables are: ESP-IDF's default, and where ours goes with flash encryption, whose bootloader is larger. */
export const partitionTableOffsets: readonly number[] = Object.freeze([0x8000, 0xf000]);

const entryLength = 32;
/** Little endian, as ESP-IDF's `esp_flash_partitions.h` has them: 0x50AA and 0xEBEB. */
const entryMagic = 0x50aa;
const checksumMagic = 0xebeb;
const encryptedFlag = 1;

/** The partition in which firmware and tools keep a device's identity; undefined where there is none. */
export function identityAmong<T extends { readonly name: string }>(partitions: readonly T[]): T | undefined {
	return partitions.find(({ name }) => name === "identity");
}

/** Reads the table at the start of `bytes`. Throws ToolError `firmware-invalid` where there is none or its MD5 differs. */
export function parsePartitionTable(bytes: Uint8Array): readonly Partition[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const partitions: Partition[] = [];
	for (let offset = 0; offset + entryLength <= Math.min(bytes.length, partitionTableSize); offset += entryLength) {
		const magic = view.getUint16(offset, true);
		if (magic === checksumMagic) {
			checkSum(bytes, offset);
			break;
		}
		if (magic !== entryMagic) break;
		partitions.push(parseEntry(bytes.subarray(offset, offset + entryLength)));
	}
	if (partitions.length === 0) throw invalid("there is none");
	return partitions;
}

function parseEntry(entry: Uint8Array): Partition {
	const view = new DataView(entry.buffer, entry.byteOffset, entry.byteLength);
	const label = entry.subarray(12, 28);
	const end = label.indexOf(0);
	return {
		name: Buffer.from(end < 0 ? label : label.subarray(0, end)).toString("latin1"),
		type: view.getUint8(2),
		subtype: view.getUint8(3),
		offset: view.getUint32(4, true),
		size: view.getUint32(8, true),
		encrypted: (view.getUint32(28, true) & encryptedFlag) !== 0,
	};
}

/** Of all entries before it. */
function checkSum(bytes: Uint8Array, offset: number): void {
	const expected = Buffer.from(bytes.subarray(offset + 16, offset + entryLength));
	const actual = createHash("md5").update(bytes.subarray(0, offset)).digest();
	if (!actual.equals(expected)) throw invalid("its MD5 differs");
}

function invalid(problem: string): ToolError {
	return new ToolError("firmware-invalid", `No good partition table: ${problem}`, {
		next: "flash the firmware first: thingsmith device flash",
	});
}
