/** What an ARN of AWS IoT says before its resource. */
export interface ArnScope {
	/** `eu-central-1` */
	readonly region: string;
	/** Twelve digits. */
	readonly accountId: string;
}

/** The account id every AWS emulator's users know, and the region AWS's examples are in. */
export const defaultScope: ArnScope = Object.freeze({ region: "us-east-1", accountId: "000000000000" });

export type ArnKind =
	| "thing"
	| "thingtype"
	| "thinggroup"
	| "billinggroup"
	| "cert"
	| "cacert"
	| "certificateprovider"
	| "authorizer"
	| "policy"
	| "provisioningtemplate"
	| "rolealias"
	| "domainconfiguration"
	| "stream"
	| "otaupdate"
	| "job"
	| "jobtemplate"
	| "scheduledaudit"
	| "mitigationaction"
	| "securityprofile"
	| "custommetric"
	| "dimension"
	| "fleetmetric"
	| "all"
	| "rule"
	| "ruledestination"
	| "command"
	| "client"
	| "topic"
	| "topicfilter";

/** `arn:aws:iot:us-east-1:000000000000:<kind>/<name>` */
export function arn({ region, accountId }: ArnScope, kind: ArnKind, name: string): string {
	// One kind has a colon there (guessed: docs/aws-behaviour.md, "Certificate providers").
	const separator = kind === "certificateprovider" ? ":" : "/";
	return `arn:${partitionOf(region)}:iot:${region}:${accountId}:${kind}${separator}${name}`;
}

/** The scope of what `arn` made. */
export function scopeOfArn(text: string): ArnScope {
	const [, , , region = "", accountId = ""] = text.split(":");
	return { region, accountId };
}

/** What an ARN of AWS IoT names; undefined when `text` is none. */
export function arnParts(text: string): { accountId: string; kind: string; name: string } | undefined {
	const [, accountId, plain, withColon, name] =
		/^arn:aws[\w-]*:iot:[a-z0-9-]+:(\d{12}):(?:([a-z]+)\/|(certificateprovider):)(.+)$/.exec(text) ?? [];
	const kind = plain ?? withColon;
	return accountId === undefined || kind === undefined || name === undefined ? undefined : { accountId, kind, name };
}

/** The name in an ARN of that account and kind, whatever its region; undefined when `text` is none. */
export function nameOfArn(kind: ArnKind, text: string, accountId: string): string | undefined {
	const parts = arnParts(text);
	return parts?.accountId === accountId && parts.kind === kind ? parts.name : undefined;
}

/** What ARNs of a region begin with: `aws`, or that of China and of the United States' government (AWS General Reference, ARNs). */
export function partitionOf(region: string): string {
	if (region.startsWith("cn-")) return "aws-cn";
	return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
