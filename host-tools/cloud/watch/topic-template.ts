import { ToolError } from "../../base/tool-error.js";
import { thingNamePlaceholder as placeholder, unknownPlaceholder } from "../../base/topic-template.js";

export interface TopicTemplate {
	/** What to subscribe to. */
	readonly filter: string;
	/** The thing a topic belongs to; undefined when the topic is not of this template. */
	thingNameOf(topic: string): string | undefined;
}

/** `{thingName}/temperature` becomes `+/temperature`, or the topic of one thing where `thingName` is given. */
export function parseTopicTemplate(template: string, thingName?: string): TopicTemplate {
	check(template, thingName);
	const filter =
		thingName === undefined
			? template
					.split("/")
					.map((level) => (level.includes(placeholder) ? "+" : level))
					.join("/")
			: template.replaceAll(placeholder, thingName);
	const pattern = template.split(placeholder).map(escapeForRegExp);
	const [before = "", ...after] = pattern;
	// A second {thingName} must be the same name again.
	const matcher = new RegExp(
		`^${before}${after.map((text, at) => (at === 0 ? "(?<name>[^/]+)" : "\\k<name>") + text).join("")}$`,
	);
	return {
		filter,
		thingNameOf: (topic) => {
			const match = matcher.exec(topic);
			if (match === null) return undefined;
			const name = match.groups?.name ?? topic;
			return thingName === undefined || name === thingName ? name : undefined;
		},
	};
}

/** AWS IoT: at most 256 bytes and 7 slashes (docs/aws-behaviour.md, "Topics and subscriptions"). */
function check(template: string, thingName: string | undefined): void {
	const wrong = (why: string) =>
		new ToolError("usage", `--topic "${template}" ${why}`, { next: "e.g. --topic {thingName}/temperature" });
	if (template === "" || Buffer.byteLength(template) > 256) throw wrong("must have 1 to 256 bytes");
	if (template.split("/").length > 8) throw wrong("has more than 7 slashes, which AWS IoT refuses");
	if (/[+#\0*?$]/.test(template)) throw wrong("must not hold wildcards or $: only {thingName} varies");
	const unknown = unknownPlaceholder(template);
	if (unknown !== undefined) throw wrong(`holds ${unknown}, which is no placeholder: the only one is ${placeholder}`);
	if (thingName !== undefined && !template.includes(placeholder)) {
		throw wrong(`holds no ${placeholder}, so that --thing cannot choose`);
	}
}

function escapeForRegExp(text: string): string {
	return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
