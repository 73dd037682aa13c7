import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Calls `use` with a directory that only this user can enter (0700) and that is gone afterwards, whatever happens. */
export async function withTemporaryDirectory<T>(use: (path: string) => Promise<T>): Promise<T> {
	const path = await mkdtemp(join(tmpdir(), "thingsmith-"));
	try {
		return await use(path);
	} finally {
		await rm(path, { recursive: true, force: true });
	}
}
