import { crc32 } from "node:zlib";

/** 1 January 1980, the first day that the format knows: the same file is always the same archive. */
const date = (1 << 5) | 1;
const version = 20;
/** Made on Unix, where a file has a mode. */
const madeBy = (3 << 8) | version;
const mode = 0o100_644;

/**
 * An archive of one file that everybody may read, not compressed, so that it is the same whatever made it (PKWARE's APPNOTE, 4.3). `name` is
 * ASCII.
 */
export function storedZip(name: string, content: Uint8Array): Uint8Array {
	const path = Buffer.from(name, "ascii");
	const common = Buffer.alloc(26);
	common.writeUInt16LE(version, 0);
	common.writeUInt16LE(date, 8);
	common.writeUInt32LE(crc32(content), 10);
	common.writeUInt32LE(content.length, 14);
	common.writeUInt32LE(content.length, 18);
	common.writeUInt16LE(path.length, 22);
	const local = Buffer.concat([signature(0x04034b50), common, path, content]);

	const maker = Buffer.alloc(2);
	maker.writeUInt16LE(madeBy);
	const attributes = Buffer.alloc(14);
	attributes.writeUInt32LE((mode << 16) >>> 0, 6);
	const central = Buffer.concat([signature(0x02014b50), maker, common, attributes, path]);

	const end = Buffer.alloc(18);
	end.writeUInt16LE(1, 4);
	end.writeUInt16LE(1, 6);
	end.writeUInt32LE(central.length, 8);
	end.writeUInt32LE(local.length, 12);
	return Buffer.concat([local, central, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}
