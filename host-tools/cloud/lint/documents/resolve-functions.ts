import {
	hole,
	isArray,
	isObject,
	isString,
	itemsOf,
	type Located,
	type LocatedObject,
	type LocatedString,
	type Member,
} from "../text/located.js";

/** The one member of an object that is a call of a function: `{"Ref": …}`, `{"Fn::Sub": …}`; undefined for anything else. */
export function functionCall(node: Located): Member | undefined {
	if (!isObject(node) || node.members.length !== 1) return undefined;
	const [member] = node.members;
	return member !== undefined && (member.name === "Ref" || member.name.startsWith("Fn::")) ? member : undefined;
}

/** A variable of a policy, e.g. `${iot:ClientId}`, which CloudFormation would take for one of its own. */
const policyVariable = /^(?:iot|aws|s3):[A-Za-z]/;

/**
 * The same tree with the functions of CloudFormation and of provisioning templates worked out as far as that can be done here: texts of Fn::Sub and
 * Fn::Join have holes for what is not known; every other function is unknown.
 */
export function resolveFunctions(node: Located): Located {
	const call = functionCall(node);
	if (call !== undefined) return resolveCall(node, call);
	if (isArray(node)) return { ...node, items: node.items.map(resolveFunctions) };
	return isObject(node) ? resolveMembers(node) : node;
}

function resolveMembers(node: LocatedObject): LocatedObject {
	return { ...node, members: node.members.map((member) => ({ ...member, value: resolveFunctions(member.value) })) };
}

function resolveCall(node: Located, { name, value }: Member): Located {
	if (name === "Fn::Sub") {
		const text = isArray(value) ? value.items[0] : value;
		if (text !== undefined && isString(text)) return substituted(text);
	}
	if (name === "Fn::Join" && isArray(value)) {
		const [delimiter, list] = value.items;
		if (delimiter !== undefined && isString(delimiter) && list !== undefined && isArray(list)) {
			return joined(node, delimiter, list.items.map(resolveFunctions));
		}
	}
	return { kind: "unknown", range: node.range, path: node.path };
}

/** Characters with the offset of each. */
class Pieces {
	readonly #texts: string[] = [];
	readonly #offsets: number[] = [];

	add(text: string, offsetOf: (index: number) => number): void {
		this.#texts.push(text);
		for (let index = 0; index < text.length; index += 1) this.#offsets.push(offsetOf(index));
	}

	string(node: Located): LocatedString {
		const offsets = this.#offsets;
		const { start, end } = node.range;
		const at = (index: number) => offsets[index] ?? (offsets.length === 0 ? start : end);
		return { kind: "string", text: this.#texts.join(""), range: node.range, path: node.path, at };
	}
}

/** `${!Name}` stands for the text `${Name}`; `${Name}` for a value that is not known. */
function substituted(string: LocatedString): LocatedString {
	const pieces = new Pieces();
	let done = 0;
	for (const { index, 0: whole, 1: name = "" } of string.text.matchAll(/\$\{([^{}]*)\}/g)) {
		const from = done;
		pieces.add(string.text.slice(from, index), (at) => string.at(from + at));
		done = index + whole.length;
		if (name.startsWith("!")) pieces.add(`\${${name.slice(1)}}`, (at) => string.at(index + (at < 2 ? at : at + 1)));
		else pieces.add(policyVariable.test(name) ? whole : hole, (at) => string.at(index + at));
	}
	const from = done;
	pieces.add(string.text.slice(from), (at) => string.at(from + at));
	return pieces.string(string);
}

function joined(node: Located, delimiter: LocatedString, parts: readonly Located[]): LocatedString {
	const pieces = new Pieces();
	for (const [index, part] of parts.entries()) {
		if (index > 0) pieces.add(delimiter.text, () => part.range.start);
		if (isString(part)) pieces.add(part.text, (at) => part.at(at));
		else pieces.add(part.kind === "plain" ? String(part.value) : hole, () => part.range.start);
	}
	return pieces.string(node);
}

/** Texts of Fn::Sub as they are written, in `node`. */
export function* substitutions(node: Located): Iterable<LocatedString> {
	const call = functionCall(node);
	if (call?.name === "Fn::Sub") {
		const text = isArray(call.value) ? call.value.items[0] : call.value;
		if (text !== undefined && isString(text)) yield text;
	}
	if (isObject(node)) for (const { value } of node.members) yield* substitutions(value);
	if (isArray(node)) for (const item of itemsOf(node)) yield* substitutions(item);
}
