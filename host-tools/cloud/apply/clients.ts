import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { IoTClient } from "@aws-sdk/client-iot";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { SchedulerClient } from "@aws-sdk/client-scheduler";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { AwsSettings } from "../account/aws-settings.js";
import { guardCalls, type SdkConfiguration, sdkConfiguration } from "../account/sdk-client.js";
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

export interface OwnedClients extends Clients {
	/** Ends the connections of all that were made. */
	destroy(): void;
}

type Makers = { readonly [S in Service]: (config: SdkConfiguration) => Promise<ClientOf[S]> };

const makers: Makers = Object.freeze({
	iot: async (config) => new (await import("@aws-sdk/client-iot")).IoTClient(config),
	iam: async (config) => new (await import("@aws-sdk/client-iam")).IAMClient(config),
	lambda: async (config) => new (await import("@aws-sdk/client-lambda")).LambdaClient(config),
	dynamodb: async (config) => new (await import("@aws-sdk/client-dynamodb")).DynamoDBClient(config),
	logs: async (config) => new (await import("@aws-sdk/client-cloudwatch-logs")).CloudWatchLogsClient(config),
	cloudwatch: async (config) => new (await import("@aws-sdk/client-cloudwatch")).CloudWatchClient(config),
	sns: async (config) => new (await import("@aws-sdk/client-sns")).SNSClient(config),
	scheduler: async (config) => new (await import("@aws-sdk/client-scheduler")).SchedulerClient(config),
} satisfies Makers);

/**
 * The services as `settings` say, each call with a deadline and ended by `signal` (account/sdk-client.ts). Where nobody has
 * given an endpoint by a flag a service is where the SDK looks for it: `AWS_ENDPOINT_URL_LAMBDA`, `AWS_ENDPOINT_URL` and the profile are obeyed.
 */
export function createClients(settings: AwsSettings, signal?: AbortSignal): OwnedClients {
	const ends: (() => void)[] = [];
	const make = async <S extends Service>(service: S): Promise<ClientOf[S]> => {
		const { endpoint, ...config } = sdkConfiguration(settings);
		const isOwn = service !== "iot" && settings.endpointIsConfigured === true;
		const client = await makers[service](isOwn || endpoint === undefined ? config : { ...config, endpoint });
		ends.push(() => client.destroy());
		return guardCalls(client, settings, signal);
	};
	const once = <S extends Service>(service: S) => {
		let made: Promise<ClientOf[S]> | undefined;
		return () => {
			const client = made ?? make(service);
			made = client;
			return client;
		};
	};
	return {
		iot: once("iot"),
		iam: once("iam"),
		lambda: once("lambda"),
		dynamodb: once("dynamodb"),
		logs: once("logs"),
		cloudwatch: once("cloudwatch"),
		sns: once("sns"),
		scheduler: once("scheduler"),
		destroy: () => {
			for (const end of ends.splice(0)) end();
		},
	};
}
