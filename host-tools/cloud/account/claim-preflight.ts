import type { IoTClient } from "@aws-sdk/client-iot";
import type { AwsSettings } from "./aws-settings.js";
import { checkTemplate } from "./check-template.js";
import { type DataEndpoint, describeDataEndpoint } from "./data-endpoint.js";
import { findRootCa } from "./root-ca.js";

export interface ClaimPreflight {
	readonly aws: AwsSettings;
	readonly templateName: string;
	/** Of the template. */
	readonly parameters: Readonly<Record<string, string>>;
	/** Undefined: the endpoint's own root CA. */
	readonly rootCaPath: string | undefined;
}

/** Where a device connects, and the root CA it is to trust there. */
export interface TrustedEndpoint {
	readonly endpoint: DataEndpoint;
	readonly rootCaPem: string;
}

/** Finds what can be wrong with a claim before it is made, so that none of its five minutes are spent on it: endpoint, root CA and parameters. */
export async function preflightClaim(client: IoTClient, options: ClaimPreflight): Promise<TrustedEndpoint> {
	const { aws, templateName, parameters, rootCaPath } = options;
	const described = describeDataEndpoint(client, aws);
	const [endpoint, rootCaPem] = await Promise.all([
		described,
		described.then((there) => findRootCa(rootCaPath, aws, there)),
		checkTemplate(client, templateName, parameters),
	]);
	return { endpoint, rootCaPem };
}
