import { posix } from "node:path";

const start = "(?<![\\w/.@:$~<>*-])";
const end = "(?![\\w*-]|\\.\\w)";

const mentions = [
	// Sources and pages, whole or without the beginning of their path: `record-reader.ts`, `core/encoding/pem.ts`.
	new RegExp(`${start}(?:[\\w.*-]+/)*[\\w.*-]+\\.(?:ts|c|h|md)${end}`, "g"),
	// Tables and settings, with a folder at least: a `boards.csv` is the user's.
	new RegExp(`${start}(?:[\\w.*-]+/)+[\\w.*-]+\\.(?:csv|defaults)${end}`, "g"),
	// Whatever begins with a folder of the root.
	new RegExp(`${start}(?:bench|certs|docs|firmware|host-tools|test)/[\\w./*-]*`, "g"),
];

/** Paths that `text`, which stands in the file `from`, names and the repository has not. A path may lack its beginning. */
export function deadPaths(from: string, text: string, paths: readonly string[]): string[] {
	const found = mentions
		.flatMap((mention) => text.match(mention) ?? [])
		.map((mention) => mention.replace(/[./]+$/, ""));
	return [...new Set(found)].filter((mention) => {
		const whole = mention.startsWith(".") ? posix.join(posix.dirname(from), mention) : mention;
		return !paths.some((path) => endsIn(path, whole));
	});
}

/** `firmware/` and the like, in backticks, that are no folder's name or the end of its path. */
export function deadFolders(spans: readonly string[], paths: readonly string[]): string[] {
	const folders = spans.filter((span) => /^[a-z][\w-]*(?:\/[\w-]+)*\/$/.test(span));
	return folders.filter((folder) => !paths.some((path) => endsIn(path, folder.slice(0, -1))));
}

function endsIn(path: string, end: string): boolean {
	if (!end.includes("*")) return path === end || path.endsWith(`/${end}`);
	const pattern = end.replaceAll(".", "\\.").replaceAll("*", "[^/]*");
	return new RegExp(`(?:^|/)${pattern}$`).test(path);
}
