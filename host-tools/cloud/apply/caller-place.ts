import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { AwsSettings } from "../account/aws-settings.js";
import { toToolError } from "../account/to-tool-error.js";
import type { Place } from "../model/resource-arn.js";
import type { Clients } from "./clients.js";

/**
 * The account whose credentials are used, and the region. An endpoint that the environment has for AWS IoT alone has STS only where it is
 * `thingsmith local`. Rejects with the codes of `toToolError`.
 */
export async function callerPlace(clients: Clients, settings: AwsSettings, isEmulator: boolean): Promise<Place> {
	const { config } = await clients.iot();
	const { endpointUrl } = settings;
	const { region, credentials, requestHandler } = config;
	const hasSts = endpointUrl !== undefined && (isEmulator || settings.endpointIsConfigured !== true);
	const sts = new STSClient({ region, credentials, requestHandler, ...(hasSts && { endpoint: endpointUrl }) });
	try {
		const { Account = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
		return { partition: Arn.split(":")[1] ?? "aws", region: await region(), accountId: Account };
	} catch (error) {
		throw toToolError(error, "sts:GetCallerIdentity", settings);
	}
}
