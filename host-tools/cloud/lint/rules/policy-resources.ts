import type { Policy, Statement } from "../documents/document.js";
import type { Fix } from "../finding.js";
import { actionsNamed, resourceKinds } from "../policy/actions.js";
import { isUnknownArn, kindOf, readArn } from "../policy/arn.js";
import { editWithin, hole, type LocatedString } from "../text/located.js";
import { nameOf } from "./policy-actions.js";
import { quote, type Rule, type Violation } from "./rule.js";

/** `arn:aws:us-east-1:123456789012:topic/x` */
const withoutService =
	/^arn:(aws[a-z-]*):(?:[a-z]{2}(?:-[a-z]+)+-\d|REGION|\uE000):(?:\d{12}|ACCOUNT|\*|\uE000)?:(?:\*|[a-z]+[/:][\s\S]*)$/;

export const arnServiceMissing: Rule<Policy> = {
	id: "arn-service-missing",
	severity: "error",
	isMended: true,
	finds: "an ARN without its service, as in `arn:aws:us-east-1:…`, which names nothing",
	*check({ statements, file }) {
		for (const resource of statements.flatMap(resourcesOf)) {
			const { text } = resource;
			const [, partition] = withoutService.exec(text) ?? [];
			if (partition === undefined) continue;
			const at = "arn:".length + partition.length + 1;
			const edit = editWithin(file, resource, at, at, "iot:");
			const fix: Fix | undefined = edit && { says: `the service iot added to ${quote(text)}`, edits: [edit] };
			const mend = `write ${quote(`${text.slice(0, at)}iot:${text.slice(at)}`)}`;
			yield { at: resource, message: "the ARN does not say of which service: it matches nothing", mend, fix };
		}
	},
};

export function resourcesOf({ resources = [], notResources = [] }: Statement): readonly LocatedString[] {
	return [...resources, ...notResources];
}

export const arnMalformed: Rule<Policy> = {
	id: "arn-malformed",
	severity: "error",
	finds:
		"a resource that is neither `*` nor an ARN, is of another service than its actions, or has an account that is none",
	*check(policy) {
		for (const statement of policy.statements) {
			for (const resource of resourcesOf(statement)) {
				const message = arnProblem(resource.text, statement, policy);
				if (message === undefined) continue;
				const mend = 'write "arn:aws:iot:REGION:ACCOUNT:KIND/NAME" with your own, or "*"';
				yield { at: resource, message, mend };
			}
		}
	},
};

function arnProblem(text: string, { actions }: Statement, { flavour }: Policy): string | undefined {
	if (text === "*" || isUnknownArn(text) || withoutService.test(text)) return undefined;
	const isOurs = flavour === "iot" || (actions.length > 0 && actions.every((action) => nameOf(action) !== undefined));
	if (!isOurs) return undefined;
	const arn = readArn(text);
	if (arn === undefined) return `${quote(text)} is no ARN`;
	if (!/[*?\uE000]/.test(arn.service) && arn.service !== "iot" && arn.service !== "greengrass") {
		return `actions of AWS IoT have no resources of the service ${quote(arn.service)}`;
	}
	if (/^\d+$/.test(arn.account) && arn.account.length !== 12)
		return `an account has twelve digits: ${arn.account} has ${arn.account.length}`;
	if (arn.resource === "") return "the ARN names no resource";
	return undefined;
}

export const resourceKind: Rule<Policy> = {
	id: "resource-kind",
	severity: "error",
	isMended: true,
	finds:
		"a resource of another kind than the action is about, e.g. `topic/` for iot:Subscribe: AWS IoT denies that without a word",
	*check({ statements, file }) {
		for (const statement of statements) {
			if (statement.resources !== undefined) yield* kindProblems(statement, statement.resources, file);
		}
	},
};

/** Both ways: a resource that no action of the statement is about, and an action that none of its resources is for. */
function* kindProblems(statement: Statement, resources: readonly LocatedString[], file: string): Iterable<Violation> {
	const wanted = kindsWanted(statement);
	if (wanted === undefined) return;
	const all = [...new Set(wanted.flatMap(({ kinds }) => kinds))];
	const written = resources.map(({ text }) => kindOf(text));
	const astray = resources.filter(({ text }) => !isAnyKind(text) && !all.includes(kindOf(text) ?? ""));
	for (const resource of astray) {
		const actions = wanted.map(({ action }) => action.text).join(", ");
		const message = `${quote(resource.text)} is a ${kindOf(resource.text) ?? "resource"}, and ${actions} ${wanted.length > 1 ? "are" : "is"} about ${all.join(" or ")}`;
		const [only] = all.length === 1 ? all : [];
		yield {
			at: resource,
			message,
			mend: `name a ${all.join(" or ")}`,
			fix: only === undefined ? undefined : kindFix(resource, only, file),
		};
	}
	if (astray.length > 0 || resources.some(({ text }) => isAnyKind(text))) return;
	for (const { action, kinds } of wanted) {
		if (written.some((kind) => kinds.includes(kind ?? ""))) continue;
		const message = `${action.text} is about ${kinds.join(" or ")}, of which the statement names none: it is not ${statement.effect === "Deny" ? "denied" : "allowed"} anything`;
		yield { at: action, message, mend: `add an ARN with ${kinds[0]}/…, or leave the action out` };
	}
}

function isAnyKind(text: string): boolean {
	return kindOf(text) === undefined;
}

/** Undefined where an action of the statement may be about anything. */
function kindsWanted({
	actions,
}: Statement): readonly { action: LocatedString; kinds: readonly string[] }[] | undefined {
	const wanted: { action: LocatedString; kinds: readonly string[] }[] = [];
	for (const action of actions) {
		const name = nameOf(action);
		if (name === undefined || name.includes(hole)) return undefined;
		const named = actionsNamed(name);
		// One that there is not is told by another rule.
		if (named.length === 0) continue;
		const kinds = named.map((one) => (Object.hasOwn(resourceKinds, one) ? resourceKinds[one] : undefined));
		if (kinds.includes(undefined)) return undefined;
		wanted.push({ action, kinds: kinds.flatMap((one) => one ?? []) });
	}
	return wanted.length === 0 ? undefined : wanted;
}

/** Between topics and filters the name stays the same. */
function kindFix(resource: LocatedString, kind: string, file: string): Fix | undefined {
	const from = kindOf(resource.text);
	if (from === undefined || ![from, kind].every((one) => one === "topic" || one === "topicfilter")) return undefined;
	const at = resource.text.length - (readArn(resource.text)?.resource.length ?? 0);
	const edit = editWithin(file, resource, at, at + from.length, kind);
	return edit && { says: `${kind}/ in place of ${from}/`, edits: [edit] };
}

export const topicWildcard: Rule<Policy> = {
	id: "topic-wildcard",
	severity: "error",
	finds:
		"`+` or `#` in a topic that may be published to or received from: no topic has them, and in a policy they mean themselves",
	*check({ statements }) {
		for (const { effect, actions, resources = [] } of statements) {
			// A Deny has a rule of its own.
			if (effect === "Deny" || !actions.some(({ text }) => /^iot:(?:publish|receive|retainpublish)$/i.test(text)))
				continue;
			for (const resource of resources) {
				const name = kindOf(resource.text) === "topic" ? (readArn(resource.text)?.resource ?? "") : "";
				if (!/(?:^|\/)[+#](?:\/|$)/.test(name)) continue;
				const message = `${quote(resource.text)} allows only the topic that is spelled so`;
				yield { at: resource, message, mend: "write * for + and #; filters to subscribe to are topicfilter/…" };
			}
		}
	},
};

export const accountsMixed: Rule<Policy> = {
	id: "accounts-mixed",
	severity: "warning",
	finds: "ARNs of several accounts or regions in one AWS IoT policy: a device is of one",
	*check({ flavour, statements }) {
		if (flavour !== "iot") return;
		const first = new Map<string, LocatedString>();
		for (const resource of statements.flatMap(resourcesOf)) {
			const place = placeOf(resource.text);
			if (place !== undefined && !first.has(place)) first.set(place, resource);
		}
		const [, second] = first;
		if (second === undefined) return;
		const [place, resource] = second;
		const message = `the policy is for ${[...first.keys()].join(" and ")}: where the device is, only some of it holds`;
		yield {
			at: resource,
			message,
			mend: `write * for what may differ, or make it the same as ${[...first.keys()].find((one) => one !== place)}`,
		};
	},
};

/** `eu-central-1:123456789012`; undefined where either is a pattern or not known. */
export function placeOf(text: string): string | undefined {
	const arn = readArn(text);
	if (arn === undefined || /[*?$\uE000]/.test(arn.region + arn.account)) return undefined;
	return `${arn.region}:${arn.account}`;
}
