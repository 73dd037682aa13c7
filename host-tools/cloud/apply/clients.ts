import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { IoTClient } from "@aws-sdk/client-iot";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { SchedulerClient } from "@aws-sdk/client-scheduler";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { AwsSettings } from "../account/aws-settings.js";
import { createIotClient } from "../account/iot-client.js";
import type { Service } from "../model/resource.js";

interface ClientOf {
	readonly iot: IoTClient;
	readonly iam: IAMClient;
	readonly lambda: LambdaClient;
	readonly dynamodb: DynamoDBClient;
	readonly logs: CloudWatchLogsClient;
	readonly cloudwatch: CloudWatchClient;
	readonly sns: SNSClient;
	readonly scheduler: SchedulerClient;
}

/** One client a service, loaded and made when it is first asked for. */
export type Clients = { readonly [S in Service]: () => Promise<ClientOf[S]> };

export function createClients(settings: AwsSettings, signal: AbortSignal): Clients & { destroy(): void } {
	const iot = createIotClient(settings, signal);
	return { iot: async () => iot, destroy: () => iot.destroy() } as never;
}
