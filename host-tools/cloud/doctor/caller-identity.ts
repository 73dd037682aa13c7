import type { IoTClient } from "@aws-sdk/client-iot";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type AwsSettings, isLoopback } from "../account/aws-settings.js";
import { toToolError } from "../account/to-tool-error.js";

/** For TCP and TLS, in ms. */
const connectionTimeout = 5_000;
/** For the first byte of an answer, in ms. */
const requestTimeout = 8_000;

export interface Caller {
	readonly account: string;
	readonly arn: string;
}

/**
 * Whose the client's credentials are. An emulator on this machine answers for STS itself; for anything else the SDK knows where STS is. Rejects
 * with ToolError `credentials-refused`, `endpoint-unreachable` and others.
 */
export async function callerIdentity(client: IoTClient, settings: AwsSettings, signal: AbortSignal): Promise<Caller> {
	const { endpointUrl } = settings;
	const sts = new STSClient({
		region: client.config.region,
		credentials: client.config.credentials,
		requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
		...(endpointUrl !== undefined && isLoopback(endpointUrl) && { endpoint: endpointUrl }),
	});
	try {
		const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
		return { account: Account ?? "unknown", arn: Arn ?? "unknown" };
	} catch (error) {
		throw toToolError(error, "sts:GetCallerIdentity", settings);
	} finally {
		sts.destroy();
	}
}
