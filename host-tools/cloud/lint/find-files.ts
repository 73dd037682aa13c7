import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { throwIfInterrupted } from "../../base/interruption.js";

/** Ours. */
export const deepest = 8;
export const mostFiles = 1000;
/** Bytes of one file. */
export const largestFile = 1_000_000;

/** What such documents are written in; what is in a file decides. */
const endings = [".json", ".yaml", ".yml", ".template", ".tf"];

/** Other people's. */
const passed = ["node_modules"];

export interface FoundFiles {
	/** In the order of their names, each folder's files before its folders. */
	readonly paths: readonly string[];
	/** Why there may be more; undefined when these are all. */
	readonly bound: string | undefined;
}

/** Files below `directory` that may be of interest; links are not followed. Rejects with the file system's error for `directory` itself. */
export async function findFiles(directory: string, signal: AbortSignal): Promise<FoundFiles> {
	const paths: string[] = [];
	let bound: string | undefined;
	const look = async (folder: string, depth: number): Promise<void> => {
		throwIfInterrupted(signal);
		const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
			if (depth === 0) throw error;
			return [];
		});
		entries.sort((left, right) => (left.name < right.name ? -1 : 1));
		for (const { name } of entries.filter(
			(entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)),
		)) {
			if (paths.length >= mostFiles) {
				bound = `only the first ${mostFiles} files were looked at`;
				return;
			}
			paths.push(join(folder, name));
		}
		for (const { name } of entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))) {
			if (passed.includes(name)) continue;
			if (depth >= deepest) bound ??= `folders more than ${deepest} levels down were not looked at`;
			else if (bound === undefined || paths.length < mostFiles) await look(join(folder, name), depth + 1);
		}
	};
	await look(directory, 0);
	return { paths, bound };
}
