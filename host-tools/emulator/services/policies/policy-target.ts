import { arnParts } from "../../arn.js";
import { invalidRequest, notFound, quote } from "../../aws-error.js";
import { certificateOfPrincipal } from "../certificate-of-principal.js";
import type { RegistryChange } from "../changes.js";
import type { PolicyState } from "./policy-state.js";

/** What a policy can be attached to: a certificate or a thing group. */
export interface PolicyTarget {
	readonly arn: string;
	readonly kind: "certificate" | "thing-group";
	/** A certificate id, or a group's name. */
	readonly name: string;
}

const identity = /^[a-z]{2,4}(-[a-z]+)+-\d:[0-9a-f-]{36}$/;

/** What `target` names, whether it is there or not. Throws InvalidRequestException when it is neither of this account. */
export function parseTarget(text: string, accountId: string, member: "target" | "principal" = "target"): PolicyTarget {
	const parts = arnParts(text);
	if (parts?.accountId === accountId) {
		const { kind, name } = parts;
		if (kind === "cert" && /^[a-f0-9]{64}$/.test(name)) return { arn: text, kind: "certificate", name };
		if (kind === "thinggroup") return { arn: text, kind: "thing-group", name };
	}
	if (identity.test(text)) {
		throw invalidRequest(
			`${member} is the Cognito identity ${quote(text)}: the emulator has none: name a certificate or a thing group`,
		);
	}
	throw invalidRequest(
		`${member} must be the ARN of a certificate (arn:aws:iot:…:cert/ and 64 hexadecimal digits) or thing group of this account (${accountId}): it is ${quote(text)}`,
	);
}

/** Throws as `parseTarget` does, and ResourceNotFoundException when nothing has this ARN. */
export function existingTarget(state: PolicyState, text: string): PolicyTarget {
	const target = parseTarget(text, state.home.accountId);
	if (target.kind === "certificate") certificateOfPrincipal(state, "target", text);
	else {
		const group = state.thingGroups.findThingGroup(target.name);
		if (group?.thingGroupArn !== text) throw notFound(`There is no ${text.slice(0, 256)}`);
	}
	return target;
}

/** Throws InvalidRequestException for a dynamic group: AWS lets it have none. */
export function refuseDynamic(state: PolicyState, { kind, name }: PolicyTarget): void {
	if (kind !== "thing-group" || state.thingGroups.findThingGroup(name)?.dynamic === undefined) return;
	throw invalidRequest(`Thing group "${name}" is dynamic: it has no policies`);
}

/** What those hear who know the rights of certificates. */
export function changeOf({ kind, name }: PolicyTarget): RegistryChange {
	return { kind, name };
}
