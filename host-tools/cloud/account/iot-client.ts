import { IoTClient } from "@aws-sdk/client-iot";
import type { AwsSettings } from "./aws-settings.js";
import { guardCalls, sdkConfiguration } from "./sdk-client.js";

/** AWS IoT's API as `settings` say, each call with a deadline and ended by `signal` (sdk-client.ts). */
export function createIotClient(settings: AwsSettings, signal?: AbortSignal, timeoutMs?: number): IoTClient {
	return guardCalls(new IoTClient(sdkConfiguration(settings)), settings, signal, timeoutMs);
}
