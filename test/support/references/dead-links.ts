import { posix } from "node:path";
import { anchorOf, headingsOf } from "./markdown.js";
import type { TextFile } from "./repository.js";

const link = /\]\((?<target>[^)\s]+)\)/g;
const citation = /(?<page>[\w./-]+\.md), (?<titles>"[^"]+"(?:(?:, | and )"[^"]+")*)/g;

/** Relative links of a page that lead to no file, or to no heading of it. */
export function deadLinks({ path, text }: TextFile, paths: readonly string[], pages: readonly TextFile[]): string[] {
	const targets = [...text.matchAll(link)].map(({ groups }) => groups?.target ?? "");
	return targets.filter((target) => {
		if (/^[a-z]+:/.test(target)) return false;
		const [file = "", anchor] = target.split("#");
		const page = file === "" ? path : posix.join(posix.dirname(path), file).replace(/\/$/, "");
		if (!paths.includes(page)) return true;
		return anchor !== undefined && !titlesOf(page, pages).map(anchorOf).includes(anchor);
	});
}

/** Headings cited as in `docs/aws-behaviour.md, "Claims" and "TLS"` that the page has not. */
export function deadHeadings(text: string, pages: readonly TextFile[]): string[] {
	return [...text.matchAll(citation)].flatMap(({ groups }) => {
		const { page = "", titles = "" } = groups ?? {};
		const cited = [...titles.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => title);
		const present = titlesOf(page, pages);
		return cited.filter((title) => !present.includes(title)).map((title) => `${page}, "${title}"`);
	});
}

function titlesOf(path: string, pages: readonly TextFile[]): string[] {
	return headingsOf(pages.find((page) => page.path === path)?.text ?? "");
}
