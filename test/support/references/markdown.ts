const fence = /^```[^\n]*\n(?<code>.*?)^```$/gms;
const heading = /^#{1,6} (?<title>.+)$/gm;

/** Titles as they are read, without markup. */
export function headingsOf(page: string): string[] {
	const matches = page.replace(fence, "").matchAll(heading);
	return [...matches].map(({ groups }) => (groups?.title ?? "").replace(/`|\[([^\]]*)\]\([^)]*\)/g, "$1"));
}

/** The anchor that GitHub gives a heading. */
export function anchorOf(title: string): string {
	return title
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s_-]/gu, "")
		.replaceAll(" ", "-");
}

/** Text in backticks. */
export function spansOf(text: string): string[] {
	return [...text.replace(fence, "").matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
}

/** Lines of code blocks; one that ends in a backslash goes on. */
export function codeLinesOf(page: string): string[] {
	return [...page.matchAll(fence)].flatMap(({ groups }) => (groups?.code ?? "").replace(/\\\n/g, " ").split("\n"));
}
