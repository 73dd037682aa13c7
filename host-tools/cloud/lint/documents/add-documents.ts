import { allNodes, isObject, isString, itemsOf, type Located, membersOf, valueAt } from "../text/located.js";
import type { Behaviors, NamedResource, PolicyFlavour, ProvisioningTemplate } from "./document.js";
import type { Gathering } from "./gathering.js";
import { looksLikePolicy, readPolicy } from "./read-policy.js";
import { functionCall, resolveFunctions } from "./resolve-functions.js";

/** Documents from where they stand: as they are, or as the text of one. Nothing is added for what is not there, or not known. */

export function addPolicy(node: Located | undefined, flavour: PolicyFlavour | undefined, gathering: Gathering): void {
	const root = gathering.embedded(node);
	if (root === undefined || (flavour === undefined && !looksLikePolicy(root))) return;
	gathering.documents.push({ kind: "policy", policy: readPolicy(root, gathering.file, flavour) });
}

export function addBody(
	body: Located | undefined,
	{ type, hook }: Partial<Pick<ProvisioningTemplate, "type" | "hook">>,
	gathering: Gathering,
): void {
	const root = gathering.embedded(body);
	if (root === undefined) return;
	const characters = gathering.lengthOf(body);
	const told = type ?? (isForCertificates(root) ? "JITP" : undefined);
	gathering.documents.push({ kind: "template", template: { root, type: told, hook, characters } });
	for (const { value } of membersOf(valueAt(root, "Resources"))) {
		const document = valueAt(value, "Properties", "PolicyDocument");
		if (document !== undefined) addPolicy(resolveFunctions(document), "iot", gathering);
	}
}

/** Only in just-in-time provisioning does a template know what a certificate says. */
function isForCertificates(root: Located): boolean {
	for (const node of allNodes(root)) {
		const call = functionCall(node);
		if (call?.name !== "Ref" || !isString(call.value)) continue;
		if (/^AWS::IoT::Certificate::(?!Id$)/.test(call.value.text)) return true;
	}
	return false;
}

export function addBehaviors(list: Located | undefined, spelling: Behaviors["spelling"], gathering: Gathering): void {
	if (list?.kind !== "array") return;
	const items = itemsOf(list).filter(isObject);
	gathering.documents.push({ kind: "behaviors", behaviors: { items, spelling } });
	for (const item of items) addName(valueAt(item, spelling === "api" ? "name" : "Name"), "behavior", gathering);
}

export function addJob(document: Located | undefined, gathering: Gathering): void {
	const root = gathering.embedded(document);
	if (root === undefined) return;
	gathering.documents.push({ kind: "job", job: { root, characters: gathering.lengthOf(document) } });
}

export function addName(name: Located | undefined, what: NamedResource["what"], gathering: Gathering): void {
	if (isString(name)) gathering.documents.push({ kind: "named", named: { what, name } });
}
