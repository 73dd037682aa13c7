/** C files that one call of make compiles with the same flags. */
export interface Compilation {
	readonly sources: readonly string[];
	/** Include folders (`-I`), in the compiler's order. */
	readonly folders: readonly string[];
	/** Macros (`-D`) and their values; `1` where the flag gives none. */
	readonly defines: ReadonlyMap<string, string>;
}

/** Reads what `make -n` prints: the calls of the compiler among all other commands. */
export function compilationsOf(output: string): Compilation[] {
	const sourcesByFlags = new Map<string, string[]>();
	for (const [, flags = "", source = ""] of output.matchAll(/^\S*gcc\s(.*?)\s+(\S+\.c) -o \S+\.o$/gm)) {
		const sources = sourcesByFlags.get(flags) ?? [];
		sources.push(source);
		sourcesByFlags.set(flags, sources);
	}
	return [...sourcesByFlags].map(([flags, sources]) => ({
		sources,
		folders: [...flags.matchAll(/(?:^|\s)-I\s*(\S+)/g)].map(([, folder = ""]) => folder),
		defines: new Map(
			[...flags.matchAll(/(?:^|\s)-D\s*(\w+)(?:=(\S*))?/g)].map(([, name = "", value = "1"]) => [name, value]),
		),
	}));
}
