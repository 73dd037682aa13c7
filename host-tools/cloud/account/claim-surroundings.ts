import type { IoTClient } from "@aws-sdk/client-iot";
import type { AwsSettings } from "./aws-settings.js";
import { type DataEndpoint, describeDataEndpoint } from "./data-endpoint.js";
import { checkParameters } from "./provisioning-claim.js";
import { findRootCa } from "./root-ca.js";

export interface SurroundingsOptions {
	readonly aws: AwsSettings;
	readonly templateName: string;
	/** Of the template. */
	readonly parameters: Readonly<Record<string, string>>;
	/** Undefined: the endpoint's own root CA. */
	readonly rootCaPath: string | undefined;
}

/** What a bootstrap holds besides the claim. */
export interface Surroundings {
	readonly endpoint: DataEndpoint;
	readonly rootCaPem: string;
}

/** Everything that can be wrong before a claim is made: its five minutes are not spent on it. */
export async function lookUpSurroundings(client: IoTClient, options: SurroundingsOptions): Promise<Surroundings> {
	const { aws, templateName, parameters, rootCaPath } = options;
	const [endpoint, rootCaPem] = await Promise.all([
		describeDataEndpoint(client, aws),
		findRootCa(rootCaPath, aws),
		checkParameters(client, templateName, parameters),
	]);
	return { endpoint, rootCaPem };
}
