import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type CInclude, includesOf } from "./c-includes.js";
import type { Compilation } from "./compilations.js";

/** A header which the compiler would look for in vain. */
export interface MissingHeader extends CInclude {
	/** The file that includes it. */
	readonly file: string;
	/** Folders that have a header of this name. */
	readonly places: readonly string[];
}

/**
 * Headers that stand in `roots` and in no include folder of the file that includes them, nor beside it; headers are followed into
 * headers. A name that `roots` do not have is taken for one of ESP-IDF, of the C library, or of a file that make writes first.
 */
export async function missingHeaders(
	compilations: readonly Compilation[],
	roots: readonly string[],
): Promise<MissingHeader[]> {
	const known = (await Promise.all(roots.map(headersBelow))).flat();
	const missing: MissingHeader[] = [];
	for (const { sources, folders, defines } of compilations) {
		const present = folders.filter((folder) => existsSync(folder));
		const files = new Set(sources.filter((source) => existsSync(source)));
		// A set is walked in the order of insertion, headers found on the way included.
		for (const file of files) {
			for (const include of includesOf(await readFile(file, "utf8"), defines)) {
				const beside = include.quoted ? [path.dirname(file)] : [];
				const found = [...beside, ...present]
					.map((folder) => path.join(folder, include.header))
					.find((candidate) => existsSync(candidate));
				if (found !== undefined) files.add(found);
				const places = found === undefined ? placesOf(include.header, known) : [];
				if (places.length > 0) missing.push({ ...include, file, places });
			}
		}
	}
	return missing;
}

async function headersBelow(root: string): Promise<string[]> {
	const files = await readdir(root, { recursive: true });
	return files.filter((file) => file.endsWith(".h")).map((file) => path.join(root, file));
}

function placesOf(header: string, known: readonly string[]): string[] {
	const end = path.normalize(`/${header}`);
	return known.filter((file) => file.endsWith(end)).map((file) => file.slice(0, -end.length));
}
