import { crc32 } from "node:zlib";

/** 1980-01-01, the earliest that ZIP knows: equal code is an equal archive. */
const date = 0x0021;
const version = 20;

/**
 * A ZIP archive with one file in it, not compressed, which everybody may read: what Lambda takes a function's code as. Fields by their order in
 * APPNOTE.TXT, 4.3.
 */
export function zipFile(name: string, text: string): Buffer {
	const nameBytes = Buffer.from(name);
	const content = Buffer.from(text);
	const common = Buffer.alloc(26);
	// Method 0 and time 0 are there already.
	common.writeUInt16LE(version, 0);
	common.writeUInt16LE(date, 8);
	common.writeUInt32LE(crc32(content), 10);
	common.writeUInt32LE(content.length, 14);
	common.writeUInt32LE(content.length, 18);
	common.writeUInt16LE(nameBytes.length, 22);
	const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), common, nameBytes, content]);
	const attributes = Buffer.alloc(14);
	// A regular file with mode 0644, by Unix.
	attributes.writeUInt32LE(0o100644 * 0x10000, 6);
	const madeBy = Buffer.from([version, 3]);
	const central = Buffer.concat([Buffer.from("PK\u0001\u0002"), madeBy, common, attributes, nameBytes]);
	const end = Buffer.alloc(18);
	end.writeUInt16LE(1, 4);
	end.writeUInt16LE(1, 6);
	end.writeUInt32LE(central.length, 8);
	end.writeUInt32LE(local.length, 12);
	return Buffer.concat([local, central, Buffer.from("PK\u0005\u0006"), end]);
}
