import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../source-imports.js";

/** A text of the repository, by its path from the root. */
export interface TextFile {
	readonly path: string;
	readonly text: string;
}

/** What is made by builds, and nobody refers to. */
const made = ["dist", "node_modules"];
const sourceEndings = [".ts", ".c", ".h", ".csv", ".defaults"];

/** Paths of all files and folders from the root, folders without a slash at their end. */
export function repositoryPaths(folder = ""): string[] {
	return readdirSync(join(repositoryRoot, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
		if (entry.name === ".git" || made.includes(path)) return [];
		return entry.isDirectory() ? [path, ...repositoryPaths(path)] : [path];
	});
}

export function readPages(paths: readonly string[]): TextFile[] {
	return read(paths.filter((path) => path.endsWith(".md")));
}

export function readSources(paths: readonly string[]): TextFile[] {
	return read(paths.filter((path) => sourceEndings.some((ending) => path.endsWith(ending))));
}

function read(paths: readonly string[]): TextFile[] {
	return paths.map((path) => ({ path, text: readFileSync(join(repositoryRoot, path), "utf8") }));
}
