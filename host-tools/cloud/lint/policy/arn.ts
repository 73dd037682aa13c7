import { hole } from "../text/located.js";

/** `arn:aws:iot:eu-central-1:123456789012:topic/x`, by its parts as they are written: with wildcards, variables and holes. */
export interface Arn {
	readonly partition: string;
	readonly service: string;
	readonly region: string;
	readonly account: string;
	/** `topic/x` */
	readonly resource: string;
}

/** Undefined when it is none. */
export function readArn(text: string): Arn | undefined {
	const [, partition, service, region, account, resource] =
		/^arn:([^:]*):([^:]*):([^:]*):([^:]*):([\s\S]*)$/.exec(text) ?? [];
	if (resource === undefined) return behindHole(text);
	return { partition: partition ?? "", service: service ?? "", region: region ?? "", account: account ?? "", resource };
}

/** Where the beginning is a value that is not known, as in `${local.prefix}:topic/x` of Terraform, what follows is. */
function behindHole(text: string): Arn | undefined {
	const [, resource] = /^[^/]*\uE000(?:[^/:]*:)*?([a-z]+\/[\s\S]*)$/.exec(text) ?? [];
	return resource === undefined ? undefined : { partition: hole, service: hole, region: hole, account: hole, resource };
}

/** `topic`; undefined where it may be of any kind: `*`, or what is not known. */
export function kindOf(text: string): string | undefined {
	if (text === "*") return undefined;
	const resource = readArn(text)?.resource;
	const [, kind] = /^([a-z]+)[/:]/.exec(resource ?? "") ?? [];
	return kind;
}

/** What follows the kind, e.g. `x` of `…:topic/x`; undefined when it is of another kind. `*` for what may be of any. */
export function nameWithin(text: string, kind: string): string | undefined {
	const found = kindOf(text);
	if (found === undefined) return isUnknownArn(text) || text === "*" ? "*" : wildcardName(text, kind);
	return found === kind ? (readArn(text)?.resource.slice(kind.length + 1) ?? "") : undefined;
}

/** `…:*` and `…:topic*` name every resource of the kind. */
function wildcardName(text: string, kind: string): string | undefined {
	const resource = readArn(text)?.resource ?? "";
	const [beginning, wildcard] = [resource.slice(0, -1), resource.at(-1)];
	return wildcard === "*" && `${kind}/`.startsWith(beginning) ? "*" : undefined;
}

/** True where a part that is not known stands in the place of the ARN's beginning. */
export function isUnknownArn(text: string): boolean {
	return text.includes(hole) && readArn(text) === undefined;
}
