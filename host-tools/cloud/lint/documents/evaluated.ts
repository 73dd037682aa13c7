import { readTemplate } from "../text/hcl-template.js";
import { allNodes, hole, isString, type Located, type LocatedString } from "../text/located.js";

/** A tree whose texts are templates of Terraform: `${…}` is an expression and becomes a hole, `$${` stands for the two characters. */
export function evaluated<T extends Located>(node: T): T {
	return evaluate(node) as T;
}

function evaluate(node: Located): Located {
	if (node.kind === "string") return evaluateText(node);
	if (node.kind === "array") return { ...node, items: node.items.map(evaluate) };
	if (node.kind !== "object") return node;
	return { ...node, members: node.members.map((member) => ({ ...member, value: evaluate(member.value) })) };
}

function evaluateText(string: LocatedString): Located {
	if (!/[$%]\{/.test(string.text)) return string;
	const template = readTemplate(string.text);
	if (template === undefined) return string;
	const { text, offsets } = template;
	// An expression alone may be of any type.
	if (text === hole) return { kind: "unknown", range: string.range, path: string.path };
	return { ...string, text, at: (index) => string.at(offsets[index] ?? string.text.length) };
}

/** A file that Terraform's templatefile, or another tool, completes: it has placeholders where no variable of a policy can be. */
export function isTemplateFile(root: Located): boolean {
	for (const node of allNodes(root)) {
		if (isString(node) && /\$\$\{|^arn:[^/]*?\$\{\w+\}[^/]*:/.test(node.text)) return true;
	}
	return false;
}
