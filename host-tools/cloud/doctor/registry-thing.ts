import {
	DescribeCertificateCommand,
	DescribeThingCommand,
	type IoTClient,
	ListAttachedPoliciesCommand,
	ListThingPrincipalsCommand,
	ResourceNotFoundException,
	SearchIndexCommand,
} from "@aws-sdk/client-iot";
import type { AwsSettings } from "../account/aws-settings.js";
import { toToolError } from "../account/to-tool-error.js";

/** Certificates of one thing that are looked at. */
const mostCertificates = 10;
const actions = "iot:DescribeThing, ListThingPrincipals, DescribeCertificate and ListAttachedPolicies";

export interface RegistryCertificate {
	readonly certificateId: string;
	/** As AWS has it, e.g. ACTIVE. */
	readonly status: string;
	readonly policies: readonly string[];
}

export interface Connectivity {
	readonly connected: boolean;
	/** Since when, ISO 8601. */
	readonly at: string | undefined;
	/** As AWS has it, e.g. CONNECTION_LOST. */
	readonly disconnectReason: string | undefined;
}

/** What AWS knows of a thing. */
export interface RegistryThing {
	readonly thingName: string;
	readonly certificates: readonly RegistryCertificate[];
	/** By fleet indexing; undefined where that is off, not allowed, or has nothing. */
	readonly connectivity: Connectivity | undefined;
}

/** Undefined: there is no such thing. Rejects with ToolError. */
export async function registryThing(
	client: IoTClient,
	thingName: string,
	settings: AwsSettings,
): Promise<RegistryThing | undefined> {
	try {
		await client.send(new DescribeThingCommand({ thingName }));
		const { principals = [] } = await client.send(new ListThingPrincipalsCommand({ thingName }));
		const arns = principals.filter((arn) => arn.includes(":cert/")).slice(0, mostCertificates);
		const [connectivity, ...certificates] = await Promise.all([
			connectivityOf(client, thingName),
			...arns.map((arn) => describe(client, arn)),
		]);
		return { thingName, certificates, connectivity };
	} catch (error) {
		if (error instanceof ResourceNotFoundException) return undefined;
		throw toToolError(error, actions, settings);
	}
}

async function describe(client: IoTClient, arn: string): Promise<RegistryCertificate> {
	const certificateId = arn.slice(arn.lastIndexOf("/") + 1);
	const [{ certificateDescription }, { policies = [] }] = await Promise.all([
		client.send(new DescribeCertificateCommand({ certificateId })),
		client.send(new ListAttachedPoliciesCommand({ target: arn })),
	]);
	return {
		certificateId,
		status: certificateDescription?.status ?? "unknown",
		policies: policies.flatMap(({ policyName }) => policyName ?? []),
	};
}

/** Without an index there is an error, which nobody needs to hear of: few accounts have one. */
async function connectivityOf(client: IoTClient, thingName: string): Promise<Connectivity | undefined> {
	try {
		const queryString = `thingName:${thingName.replaceAll(":", "\\:")}`;
		const { things = [] } = await client.send(new SearchIndexCommand({ queryString, maxResults: 10 }));
		const { connectivity } = things.find((one) => one.thingName === thingName) ?? {};
		if (connectivity?.connected === undefined) return undefined;
		const { connected, timestamp, disconnectReason } = connectivity;
		const at = timestamp === undefined ? undefined : new Date(timestamp).toISOString();
		return { connected, at, disconnectReason };
	} catch {
		return undefined;
	}
}
