import type { EventNamed, EventText } from "./event-text.js";
import type { Style } from "./style.js";

type LintEvent = EventNamed<"finding" | "mended" | "passed-over" | "linted" | "report">;

/** Findings as compilers print them, so that editors find the place; what was done and left out as messages. */
export function lintEventText(style: Style, happened: LintEvent): EventText {
	switch (happened.event) {
		case "finding":
			return { data: finding(style, happened) };
		case "mended":
			return {
				message: `${style.green("mended")} ${happened.file}:${happened.line}: ${happened.change} ${style.dim(`(${happened.rule})`)}`,
			};
		case "passed-over": {
			const line = happened.line === undefined ? "" : `:${happened.line}`;
			return { message: style.dim(`${happened.file}${line}: ${happened.reason}`) };
		}
		case "linted":
			return happened.findings > 0 ? {} : { message: nothingFound(happened) };
		case "report":
			return {};
	}
}

function finding(
	style: Style,
	{ file, line, column, severity, rule, message, path, mend, fixable }: EventNamed<"finding">,
): string {
	const colour = severity === "error" ? style.red : style.yellow;
	const hint = fixable ? style.dim(" (--fix does that)") : "";
	return [
		`${style.bold(`${file}:${line}:${column}`)} ${colour(severity)} ${rule}: ${message}`,
		`  at   ${style.dim(path)}`,
		`  mend ${mend}${hint}`,
	].join("\n");
}

function nothingFound({ files, mended }: EventNamed<"linted">): string {
	if (files === 0)
		return "There is nothing to look at: no policy, template, security profile, job document, CloudFormation or Terraform.";
	const done = mended === 0 ? "" : `, ${mended} mended`;
	return `Nothing found in ${files} ${files === 1 ? "file" : "files"}${done}.`;
}
