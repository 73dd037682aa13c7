import { createHash } from "node:crypto";
import type { Partition } from "../../host-tools/board/partitions/partition-table.js";

/** A binary table as gen_esp32part.py of ESP-IDF makes it, with its MD5 unless told otherwise. */
export function partitionTable(partitions: readonly Partition[], { md5 = true } = {}): Uint8Array {
	const table = Buffer.alloc(0xc00, 0xff);
	for (const [index, { name, type, subtype, offset, size, encrypted }] of partitions.entries()) {
		const entry = Buffer.alloc(32);
		entry.set([0xaa, 0x50, type, subtype]);
		entry.writeUInt32LE(offset, 4);
		entry.writeUInt32LE(size, 8);
		entry.write(name, 12, "latin1");
		entry.writeUInt32LE(encrypted ? 1 : 0, 28);
		entry.copy(table, index * 32);
	}
	const end = partitions.length * 32;
	if (md5) {
		table.set([0xeb, 0xeb], end);
		createHash("md5")
			.update(table.subarray(0, end))
			.digest()
			.copy(table, end + 16);
	}
	return new Uint8Array(table);
}

export const boardPartitions: readonly Partition[] = [
	{ name: "nvs", type: 1, subtype: 2, offset: 0x9000, size: 0x6000, encrypted: false },
	{ name: "factory", type: 0, subtype: 0, offset: 0x10000, size: 0x3e8000, encrypted: false },
	{ name: "identity", type: 1, subtype: 0x40, offset: 0x3f8000, size: 0x8000, encrypted: true },
];
