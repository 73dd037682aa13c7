export const region = "us-east-1";
/** The account id every AWS emulator's users know. */
export const accountId = "000000000000";

export type ArnKind =
	| "thing"
	| "thingtype"
	| "thinggroup"
	| "cert"
	| "policy"
	| "provisioningtemplate"
	| "rolealias"
	| "client"
	| "topic"
	| "topicfilter";

/** `arn:aws:iot:us-east-1:000000000000:<kind>/<name>` */
export function arn(kind: ArnKind, name: string): string {
	return `arn:aws:iot:${region}:${accountId}:${kind}/${name}`;
}

/** The name in an ARN of this account and of `kind`; undefined when `text` is not one. */
export function nameOfArn(kind: ArnKind, text: string): string | undefined {
	const prefix = arn(kind, "");
	return text.startsWith(prefix) && text.length > prefix.length ? text.slice(prefix.length) : undefined;
}
