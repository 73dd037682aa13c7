import { lstat } from "node:fs/promises";

/** True when anything has that path, a dangling link included. */
export async function isThere(path: string): Promise<boolean> {
	return lstat(path).then(
		() => true,
		() => false,
	);
}
