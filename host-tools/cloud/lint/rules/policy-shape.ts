import type { Policy } from "../documents/document.js";
import {
	hole,
	isObject,
	isString,
	itemsOf,
	type Located,
	type LocatedObject,
	type Member,
	memberNamed,
	membersOf,
	valueAt,
} from "../text/located.js";
import { quote, type Rule, type Violation } from "./rule.js";

const documentMembers = ["Version", "Id", "Statement"];
const statementMembers = ["Sid", "Effect", "Action", "Resource", "NotResource", "Condition"];
/** What IAM has besides. */
const iamMembers = ["NotAction", "Principal", "NotPrincipal"];

export const policyMalformed: Rule<Policy> = {
	id: "policy-malformed",
	severity: "error",
	isAmbiguous: true,
	finds:
		"a policy that AWS refuses as malformed: members it does not know or that are missing, an Effect that is neither Allow nor Deny, empty lists",
	*check({ root, flavour }) {
		yield* unknownMembers(root, documentMembers);
		const statement = memberNamed(root, "Statement");
		const statements = itemsOf(statement?.value);
		if (statements.length === 0) yield problem(root, "the policy has no statement", "give it one");
		for (const one of statements) {
			if (isObject(one)) yield* statementProblems(one, flavour);
			else if (one.kind !== "unknown") yield problem(one, "a statement has to be an object", "write it as one");
		}
	},
};

function* statementProblems(node: LocatedObject, flavour: Policy["flavour"]): Iterable<Violation> {
	yield* unknownMembers(
		node,
		flavour === "iot" ? [...statementMembers, "Principal"] : [...statementMembers, ...iamMembers],
	);
	const effect = valueAt(node, "Effect");
	const isKnown = !isString(effect) || effect.text.includes(hole);
	if (effect === undefined) yield problem(node, "the statement has no Effect", "say Allow or Deny");
	else if (
		effect.kind !== "unknown" &&
		!(isKnown && isString(effect)) &&
		!(isString(effect) && /^(Allow|Deny)$/.test(effect.text))
	) {
		yield problem(
			effect,
			`Effect is ${isString(effect) ? quote(effect.text) : "no text"}`,
			'write "Allow" or "Deny", spelled so',
		);
	}
	yield* actionProblems(node, flavour);
	yield* resourceProblems(node, flavour);
	yield* sidProblems(node);
}

function* actionProblems(node: LocatedObject, flavour: Policy["flavour"]): Iterable<Violation> {
	const action = valueAt(node, "Action") ?? (flavour === "iot" ? undefined : valueAt(node, "NotAction"));
	if (action === undefined) yield problem(node, "the statement has no Action", 'name actions, e.g. "iot:Connect"');
	else yield* listProblems(action, "Action");
}

function* resourceProblems(node: LocatedObject, flavour: Policy["flavour"]): Iterable<Violation> {
	const [resource, notResource] = [valueAt(node, "Resource"), valueAt(node, "NotResource")];
	if (resource !== undefined && notResource !== undefined) {
		yield problem(notResource, "the statement has Resource and NotResource", "leave one of them out");
	} else if (resource === undefined && notResource === undefined && flavour !== "trust") {
		yield problem(node, "the statement has no Resource", 'name resources by their ARN, or "*"');
	}
	if (resource !== undefined) yield* listProblems(resource, "Resource");
	if (notResource !== undefined) yield* listProblems(notResource, "NotResource");
}

function* listProblems(node: Located, name: string): Iterable<Violation> {
	const items = itemsOf(node);
	if (items.length === 0) yield problem(node, `${name} is an empty list`, "name something, or leave the statement out");
	for (const item of items) {
		if (item.kind === "unknown" || (isString(item) && item.text !== "")) continue;
		yield problem(item, `${name} has to be a text, or a list of texts`, "write each as a text");
	}
}

function* sidProblems(node: LocatedObject): Iterable<Violation> {
	const sid = valueAt(node, "Sid");
	if (sid === undefined || sid.kind === "unknown" || isString(sid)) return;
	yield problem(sid, "Sid has to be a text", "put it in quotes, or leave it out");
}

function* unknownMembers(node: LocatedObject, known: readonly string[]): Iterable<Violation> {
	for (const { name, nameRange, value } of membersOf(node)) {
		if (known.includes(name)) continue;
		const mend = `leave it out; known are ${known.filter((one) => one !== "Principal").join(", ")}`;
		yield { at: { range: nameRange, path: value.path }, message: `AWS knows no member ${quote(name)} here`, mend };
	}
}

function problem(at: Located, message: string, mend: string): Violation {
	return { at, message, mend };
}

export const policyPrincipal: Rule<Policy> = {
	id: "policy-principal",
	severity: "error",
	finds: "a Principal in an AWS IoT policy, which holds for the certificates that it is attached to",
	*check({ flavour, statements }) {
		if (flavour !== "iot") return;
		for (const { node } of statements) {
			const principal: Member | undefined = memberNamed(node, "Principal");
			if (principal === undefined) continue;
			yield {
				at: { range: principal.nameRange, path: principal.value.path },
				message: "AWS IoT refuses a policy with a Principal",
				mend: "leave it out, and attach the policy to certificates or thing groups",
			};
		}
	},
};

const operators = [
	...["String", "StringNot"].flatMap((name) => [`${name}Equals`, `${name}EqualsIgnoreCase`, `${name}Like`]),
	...["Numeric", "Date"].flatMap((name) =>
		["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map(
			(rest) => name + rest,
		),
	),
	...[
		"ArnEquals",
		"ArnLike",
		"ArnNotEquals",
		"ArnNotLike",
		"Bool",
		"BinaryEquals",
		"IpAddress",
		"NotIpAddress",
		"Null",
	],
];

export const conditionOperator: Rule<Policy> = {
	id: "condition-operator",
	severity: "error",
	finds: "a condition with an operator that there is not, or that is spelled otherwise",
	*check({ statements }) {
		const seen = new Set<number>();
		for (const { operator } of statements.flatMap(({ conditions }) => conditions)) {
			const name = operator.text.replace(/^(?:ForAllValues|ForAnyValue):/, "").replace(/IfExists$/, "");
			if (operators.includes(name) || operator.text.includes(hole) || seen.has(operator.range.start)) continue;
			seen.add(operator.range.start);
			const similar = operators.find((one) => one.toLowerCase() === name.toLowerCase());
			const mend =
				similar === undefined ? `use one of IAM's, e.g. StringEquals, StringLike or Bool` : `write ${similar}`;
			yield { at: operator, message: `there is no condition operator ${quote(operator.text)}`, mend };
		}
	},
};

/** Characters of an AWS IoT policy, white space not counted (AWS IoT Core quotas). */
const mostCharacters = 2048;

export const policyTooLong: Rule<Policy> = {
	id: "policy-too-long",
	severity: "error",
	finds: `an AWS IoT policy of more than ${mostCharacters} characters, white space not counted`,
	*check({ flavour, characters, root }) {
		if (flavour !== "iot" || characters <= mostCharacters) return;
		yield {
			at: { range: { start: root.range.start, end: root.range.start + 1 }, path: root.path },
			message: `the policy has ${characters} characters without white space: AWS IoT takes ${mostCharacters}`,
			mend: "join resources by a wildcard behind the thing's name, or divide it into several policies (ten for a certificate)",
		};
	},
};
