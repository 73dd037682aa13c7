import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new directory for the running test, which removes it at its end: `afterEach(directories.remove)`. */
export class TemporaryDirectories {
	readonly #made: string[] = [];

	readonly make = async (): Promise<string> => {
		const directory = await mkdtemp(join(tmpdir(), "thingsmith-test-"));
		this.#made.push(directory);
		return directory;
	};

	readonly remove = async (): Promise<void> => {
		for (const directory of this.#made.splice(0)) await rm(directory, { recursive: true, force: true });
	};
}
