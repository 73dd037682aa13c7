import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export interface SourceImport {
	/** Path of a source file below the root, or the specifier of a package or built-in module. */
	readonly target: string;
	readonly kind: "value" | "type" | "dynamic";
}

/** The repository's root, from dist/test/support. */
export const repositoryRoot = fileURLToPath(new URL("../../../", import.meta.url));

const statement =
	/^(?:import|export)\s+(?:(?<type>type)\s+)?(?:[\w*{$][^;"']*?\sfrom\s+)?["'](?<specifier>[^"']+)["']/gm;
const dynamic = /\bimport\(\s*["'](?<specifier>[^"']+)["']\s*\)/g;

/** Imports and re-exports of one source text. Statements begin in the first column, as the formatter leaves them. */
export function importsOf(path: string, source: string): SourceImport[] {
	const resolve = (specifier: string) =>
		specifier.startsWith(".")
			? posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts")
			: specifier.replace(/^node:.*/, "node:");
	return [
		...[...source.matchAll(statement)].map(({ groups }) => ({
			target: resolve(groups?.specifier ?? ""),
			kind: groups?.type ? ("type" as const) : ("value" as const),
		})),
		...[...source.matchAll(dynamic)].map(({ groups }) => ({
			target: resolve(groups?.specifier ?? ""),
			kind: "dynamic" as const,
		})),
	];
}

/** Text of every TypeScript source below `folder`, by its path from the root, with `/`. */
export function readSources(folder: string): Map<string, string> {
	const files = readdirSync(join(repositoryRoot, folder), { recursive: true, withFileTypes: true });
	const sources = files.filter((file) => file.isFile() && file.name.endsWith(".ts") && !file.name.endsWith(".d.ts"));
	return new Map(
		sources.map((file) => {
			const path = join(file.parentPath, file.name);
			return [relative(repositoryRoot, path).split(sep).join("/"), readFileSync(path, "utf8")];
		}),
	);
}

export function readRoot(path: string): string {
	return readFileSync(join(repositoryRoot, path), "utf8");
}

/** `@scope/name` or `name`. */
export function packageOf(specifier: string): string {
	return specifier
		.split("/")
		.slice(0, specifier.startsWith("@") ? 2 : 1)
		.join("/");
}
