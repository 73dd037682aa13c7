import { interruptible } from "../../base/interruption.js";
import type { TaskContext } from "../../base/task-context.js";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import { createIotClient } from "../../cloud/account/iot-client.js";
import { askAws } from "../../cloud/explain/ask-aws.js";
import { askEmulator, isThingsmith } from "../../cloud/explain/ask-emulator.js";
import type { ExplainQuestion, Explanation } from "../../cloud/explain/explanation.js";

/** Whether one certificate may do what was asked, and why. */
export interface ExplainedEvent extends Explanation {
	readonly event: "explained";
}

export interface ExplainOptions {
	readonly aws: AwsSettings;
	readonly question: ExplainQuestion;
}

/** Reports an `explained` for each certificate that is meant; AWS is asked where the endpoint is no emulator of ours. */
export async function explain(
	{ aws, question }: ExplainOptions,
	{ emit, signal }: TaskContext<ExplainedEvent>,
): Promise<void> {
	for (const explanation of await ask(aws, question, signal)) emit({ event: "explained", ...explanation });
}

async function ask(aws: AwsSettings, question: ExplainQuestion, signal: AbortSignal): Promise<readonly Explanation[]> {
	const { endpointUrl } = aws;
	if (endpointUrl !== undefined && (await interruptible(() => isThingsmith(endpointUrl, signal), signal))) {
		return interruptible(() => askEmulator(endpointUrl, question, signal), signal);
	}
	const client = createIotClient(aws, signal);
	try {
		return await askAws(client, question, aws);
	} finally {
		client.destroy();
	}
}
