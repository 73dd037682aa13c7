import { IoTClient, type IoTClientConfig } from "@aws-sdk/client-iot";
import { type AwsSettings, isLoopback } from "./aws-settings.js";

const connectionTimeout = 5_000;
const requestTimeout = 20_000;

/**
 * The AWS API as `settings` say. Against an emulator on this machine neither region nor credentials need to be set:
 * without any in the environment or a profile, dummy ones are used (and real ones are never looked for).
 */
export function createIotClient(settings: AwsSettings): IoTClient {
	const { profile, region, endpointUrl, hasEnvironmentCredentials } = settings;
	const loopback = isLoopback(endpointUrl);
	const config: IoTClientConfig = { requestHandler: { connectionTimeout, requestTimeout } };
	if (profile !== undefined) config.profile = profile;
	if (endpointUrl !== undefined) config.endpoint = endpointUrl;
	if (region !== undefined) config.region = region;
	else if (loopback) config.region = "us-east-1";
	if (loopback && !hasEnvironmentCredentials && profile === undefined) {
		config.credentials = { accessKeyId: "local", secretAccessKey: "local" };
	}
	return new IoTClient(config);
}
