import type { HookSettings } from "../../../behaviour.js";
import type { RefusalJournal } from "../../../journal.js";
import type { Destination } from "./destination.js";
import { httpTarget } from "./http-target.js";
import { post } from "./post.js";

/** ms, real time. */
const deadlineMs = 3000;

interface Parts {
	readonly journal: RefusalJournal;
	readonly hooks: HookSettings;
	readonly signal: AbortSignal;
}

/** Sends AWS's confirmation request. That nobody takes it goes into the journal; the destination stays as it is. */
export async function askToConfirm(
	{ journal, hooks, signal }: Parts,
	{ arn, confirmationUrl, confirmationToken }: Destination,
	enableUrl: string,
): Promise<void> {
	const refuse = (reason: string) => {
		const words = `The confirmation request to ${confirmationUrl} failed: ${reason}`;
		journal.add({ plane: "rules", code: "destination-not-confirmed", reason: words, target: arn });
	};
	const url = httpTarget(withToken(confirmationUrl, confirmationToken), hooks.targets);
	if (typeof url === "string") return refuse(url);
	const messageType = "DestinationConfirmation";
	const body = Buffer.from(JSON.stringify({ arn, confirmationToken, enableUrl, messageType }));
	const headers = {
		"content-type": "application/json",
		"x-amz-rules-engine-message-type": messageType,
		"x-amz-rules-engine-destination-arn": arn,
	};
	try {
		const { status } = await post({ url, headers, body, deadlineMs, signal });
		if (status >= 300) refuse(`HTTP status ${status}`);
	} catch (error) {
		if (!signal.aborted) refuse((error as Error).message);
	}
}

/** `{confirmationUrl}/?confirmationToken={confirmationToken}` */
function withToken(confirmationUrl: string, token: string): string {
	const url = new URL(confirmationUrl);
	if (!url.pathname.endsWith("/")) url.pathname += "/";
	url.searchParams.set("confirmationToken", token);
	return url.href;
}
