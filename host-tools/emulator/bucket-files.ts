import { open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { invalidRequest, quote } from "./aws-error.js";

/** Where objects of S3 are here: `<directory>/<bucket>/<key>`. */
export interface BucketSettings {
	/** None can be read without it. */
	readonly directory?: string | undefined;
}

/** Throws InvalidRequestException unless the emulator was told where buckets are. */
export function checkBuckets({ directory }: BucketSettings): void {
	if (directory !== undefined) return;
	throw invalidRequest(
		"The emulator has no S3: start it with --bucket DIR, and put the object into DIR, as the file <bucket>/<key>",
	);
}

/**
 * An object of S3, as text. Real paths are compared, so that no symbolic link leads out of the directory, and whoever names an object
 * learns of no other file. Throws an Error that names the object: missing, elsewhere, or longer than `most` bytes.
 */
export async function readBucketFile(
	{ directory = "" }: BucketSettings,
	bucket: string,
	key: string,
	most: number,
): Promise<string> {
	const what = `The object ${quote(key)} of bucket ${quote(bucket)}`;
	const home = await realpath(directory).catch(() => undefined);
	const path = home && (await realpath(join(home, bucket, key)).catch(() => undefined));
	if (home === undefined || path === undefined || !path.startsWith(home.endsWith(sep) ? home : home + sep)) {
		throw new Error(`${what} is not there`);
	}
	const file = await open(path);
	try {
		const { size } = await file.stat();
		if (size > most) throw new Error(`${what} has ${size} bytes: the limit is ${most}`);
		return await file.readFile("utf8");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EISDIR") throw new Error(`${what} is a directory`);
		throw error;
	} finally {
		await file.close();
	}
}
