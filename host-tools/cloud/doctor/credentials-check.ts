import type { IoTClient } from "@aws-sdk/client-iot";
import { type Finding, fail, ok, warn } from "../../base/doctor/check.js";
import type { AwsSettings } from "../account/aws-settings.js";
import { callerIdentity } from "./caller-identity.js";
import { type CredentialsReport, lookUpCredentials } from "./credentials.js";

/** A series of boards may take as long; in ms. */
const soonMs = 15 * 60_000;
const renew = "renew them: `aws sso login`, or what else gives them";

export interface CredentialsOptions {
	readonly signal: AbortSignal;
	/** There are some, and they are not over: others may try them while STS is asked whose they are. */
	readonly onFound: () => void;
	readonly now?: () => number;
}

/** Where the credentials come from, whose they are, and until when. Rejects with ToolError. */
export async function credentialsFinding(
	client: IoTClient,
	settings: AwsSettings,
	{ signal, onFound, now = Date.now }: CredentialsOptions,
): Promise<Finding> {
	const report = await lookUpCredentials(client, settings, signal);
	const leftMs = report.expiresAt === undefined ? undefined : report.expiresAt.getTime() - now();
	const from = `from ${report.source}, key …${report.keyEnd}`;
	const ofKey = factsOf(report);
	if (leftMs !== undefined && leftMs <= 0) {
		return fail("credentials-expired", `they ended at ${ofKey.expiresAt}; ${from}`, renew, ofKey);
	}
	onFound();
	const { account, arn } = await callerIdentity(client, settings, signal);
	const facts = { account, arn, ...ofKey };
	const message = `${arn}, account ${account}, ${from}, ${untilWhen(report)}`;
	if (leftMs !== undefined && leftMs < soonMs) return warn("credentials-expiring", message, renew, facts);
	return ok(message, facts);
}

function factsOf({ source, keyEnd, temporary, expiresAt }: CredentialsReport) {
	return { source, keyEnd, temporary, expiresAt: expiresAt?.toISOString() ?? null };
}

function untilWhen({ temporary, expiresAt }: CredentialsReport): string {
	if (expiresAt !== undefined) return `until ${expiresAt.toISOString()}`;
	return temporary ? "temporary, nobody says until when" : "for good";
}
