import { type Check, type Finding, fail, notChecked, ok } from "../../base/doctor/check.js";
import { visitorFinding } from "../../base/doctor/error-finding.js";
import { interruptible } from "../../base/interruption.js";
import { ToolError } from "../../base/tool-error.js";
import type { AwsSettings } from "../account/aws-settings.js";
import { createIotClient } from "../account/iot-client.js";
import { toToolError } from "../account/to-tool-error.js";
import { accountState } from "./account-state.js";
import type { AskedAccount, CloudFound } from "./cloud-found.js";
import { credentialsFinding } from "./credentials-check.js";

/** Reading configuration files, in ms. */
const settingsMs = 5_000;
/** SSO or a process, and then STS, in ms. */
const credentialsMs = 30_000;
/** A template and its policies, in ms. */
const accountMs = 30_000;

export interface AccountChecksOptions {
	/** As flags and environment say; a ToolError where they say what cannot be. */
	readonly aws: AwsSettings | ToolError;
	readonly templateName: string;
	readonly found: CloudFound;
	/** Ends the client's calls. */
	readonly signal: AbortSignal;
}

/** Which account is asked, who asks, and whether a device can get its identity there. */
export function accountChecks(options: AccountChecksOptions): readonly Check[] {
	const { found } = options;
	return [
		{
			check: "aws-settings",
			area: "account",
			deadlineMs: settingsMs,
			gives: [found.account],
			run: (signal) => settingsFinding(options, signal),
		},
		{
			check: "credentials",
			area: "account",
			deadlineMs: credentialsMs,
			needs: [found.account],
			gives: [found.credentials],
			run: (signal) =>
				withAccount(found, ({ client, settings }) =>
					credentialsFinding(client, settings, { signal, onFound: () => found.credentials.give(true) }),
				),
		},
		{
			check: "account",
			area: "account",
			deadlineMs: accountMs,
			needs: [found.account, found.credentials],
			run: () => withCredentials(found, (account) => accountFinding(account, options.templateName)),
		},
	];
}

/** What `look` finds, where there is an account to be asked. */
export async function withAccount(
	{ account }: CloudFound,
	look: (account: AskedAccount) => Promise<Finding>,
): Promise<Finding> {
	if (account.value === undefined) return notChecked("no account is known", "aws-settings");
	return look(account.value);
}

/** What `look` finds, where there are credentials to ask with. */
export async function withCredentials(
	found: CloudFound,
	look: (account: AskedAccount) => Promise<Finding>,
): Promise<Finding> {
	return withAccount(found, async (account) => {
		if (found.credentials.value === undefined) return notChecked("there are no credentials", "credentials");
		return look(account);
	});
}

async function settingsFinding({ aws, found, signal }: AccountChecksOptions, until: AbortSignal): Promise<Finding> {
	if (aws instanceof ToolError) throw aws;
	const client = createIotClient(aws, signal);
	try {
		const region = await interruptible(() => client.config.region(), until);
		found.account.give({ client, settings: aws, region });
		const { profile, endpointUrl } = aws;
		const named = profile === undefined ? "" : `profile ${profile}, `;
		const where = endpointUrl === undefined ? "AWS" : endpointUrl;
		const facts = { region, profile: profile ?? null, endpointUrl: endpointUrl ?? null };
		return ok(`${named}region ${region}, ${where}`, facts);
	} catch (error) {
		client.destroy();
		throw toToolError(error, "the AWS SDK's settings", aws);
	}
}

async function accountFinding({ client, settings }: AskedAccount, templateName: string): Promise<Finding> {
	try {
		const gaps = await accountState(client, templateName, settings);
		const [first] = gaps;
		const facts = { templateName, missing: gaps.map(({ code }) => code) };
		if (first === undefined) return ok(`template ${templateName} is there and enabled, and so are its policies`, facts);
		return fail(first.code, gaps.map(({ message }) => message).join("; "), first.next, facts);
	} catch (error) {
		return visitorFinding(error);
	}
}
