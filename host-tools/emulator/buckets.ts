import { type FileHandle, open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";

/** Bytes of an object that is read: AWS's limit of a file in a stream. */
export const largestObject = 24 * 1024 * 1024;

export interface ObjectFacts {
	/** Bytes. */
	readonly size: number;
	/** Changes when the object is written. */
	readonly etag: string;
}

export interface ByteRange {
	/** Bytes. */
	readonly offset: number;
	readonly length: number;
}

/** What stands for S3: folders with a bucket's name in a folder on this machine. */
export interface Buckets {
	/** Undefined when there is no such object. Rejects with BucketProblem. */
	stat(bucket: string, key: string): Promise<ObjectFacts | undefined>;
	/** The object or a range of it, which may end before its length does. Undefined when there is no such object. Rejects with BucketProblem. */
	read(bucket: string, key: string, range?: ByteRange): Promise<Buffer | undefined>;
}

/** Why no object can be read: its message says what would help, and names no path. */
export class BucketProblem extends Error {
	override readonly name = "BucketProblem";
	/** `no-directory`: the emulator has none; `invalid`: no name that S3 would take; `unreadable`: too large, or the file system says no. */
	readonly code: "no-directory" | "invalid" | "unreadable";

	constructor(code: BucketProblem["code"], message: string) {
		super(message);
		this.code = code;
	}
}

/** `directory`/<bucket>/<key>; without a directory there are no buckets. Nothing outside of it is read, by symbolic links neither. */
export function localBuckets(directory: string | undefined): Buckets {
	return {
		stat: (bucket, key) => withFile(directory, { bucket, key }, async (_, facts) => facts),
		read: (bucket, key, range) =>
			withFile(directory, { bucket, key }, (file, { size }) => {
				if (range === undefined && size > largestObject) {
					throw new BucketProblem("unreadable", `The object has ${size} bytes, the limit is ${largestObject}`);
				}
				return readRange(file, range ?? { offset: 0, length: size });
			}),
	};
}

interface ObjectName {
	readonly bucket: string;
	readonly key: string;
}

async function withFile<T>(
	directory: string | undefined,
	name: ObjectName,
	use: (file: FileHandle, facts: ObjectFacts) => Promise<T>,
): Promise<T | undefined> {
	const path = await pathOf(directory, name);
	if (path === undefined) return undefined;
	const file = await open(path).catch(unlessMissing);
	try {
		const stats = await file?.stat();
		if (file === undefined || stats?.isFile() !== true) return undefined;
		return await use(file, { size: stats.size, etag: `${stats.size}-${stats.mtimeMs}` });
	} finally {
		await file?.close();
	}
}

/** Undefined when there is nothing there. Real paths are compared. */
async function pathOf(directory: string | undefined, { bucket, key }: ObjectName): Promise<string | undefined> {
	if (directory === undefined) {
		throw new BucketProblem(
			"no-directory",
			"The emulator has no buckets: start it with --bucket DIR, in which DIR/<bucket>/<key> is the object",
		);
	}
	if (!isBucketName(bucket) || !isKey(key)) throw new BucketProblem("invalid", "That is no bucket and key of S3");
	const folder = await realpath(directory).catch(unlessMissing);
	const path = await realpath(join(directory, bucket, ...key.split("/"))).catch(unlessMissing);
	if (folder === undefined || path === undefined) return undefined;
	return path.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? path : undefined;
}

async function readRange(file: FileHandle, { offset, length }: ByteRange): Promise<Buffer> {
	const buffer = Buffer.alloc(Math.min(length, largestObject));
	let filled = 0;
	while (filled < buffer.length) {
		const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, offset + filled);
		if (bytesRead === 0) break;
		filled += bytesRead;
	}
	return buffer.subarray(0, filled);
}

function isBucketName(bucket: string): boolean {
	return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket);
}

/** S3 takes more; what a file system reads otherwise than S3 is no key here. */
function isKey(key: string): boolean {
	if (Buffer.byteLength(key) > 1024 || /[\0\\]/.test(key)) return false;
	return key.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
	if (["ENOENT", "ENOTDIR", "EISDIR", "ENAMETOOLONG"].includes(error.code ?? "")) return undefined;
	throw new BucketProblem("unreadable", `The object cannot be read (${error.code ?? "an unknown error"})`);
}
