import {
	DescribeCertificateCommand,
	DescribeThingCommand,
	type IoTClient,
	ListAttachedPoliciesCommand,
	ListThingPrincipalsCommand,
	ResourceNotFoundException,
} from "@aws-sdk/client-iot";
import { ToolError } from "../../base/tool-error.js";
import type { AwsSettings } from "./aws-settings.js";
import { toToolError } from "./to-tool-error.js";

export interface VerifiedThing {
	readonly thingName: string;
	readonly certificateId: string;
	/** Names of the policies attached to the certificate; at least one. */
	readonly policies: readonly string[];
	/** Of the thing. */
	readonly attributes: Readonly<Record<string, string>>;
}

const actions = "iot:DescribeThing, ListThingPrincipals, DescribeCertificate and ListAttachedPolicies";

/**
 * Looks at AWS for what a provisioned device claims to be: the thing, a certificate of it that is active, and a policy on that.
 * `certificateId` undefined: any active certificate of the thing will do. Rejects with ToolError `thing-incomplete`, saying what is missing.
 */
export async function verifyThing(
	client: IoTClient,
	{ thingName, certificateId }: { readonly thingName: string; readonly certificateId: string | undefined },
	settings: AwsSettings,
): Promise<VerifiedThing> {
	try {
		const { attributes = {} } = await client.send(new DescribeThingCommand({ thingName }));
		const { principals = [] } = await client.send(new ListThingPrincipalsCommand({ thingName }));
		const arn = await findActive(client, principals, certificateId);
		if (arn === undefined) {
			const which = certificateId === undefined ? "an active certificate" : `the active certificate ${certificateId}`;
			throw incomplete(`Thing ${thingName} has not ${which} among its ${principals.length} principals`);
		}
		const { policies = [] } = await client.send(new ListAttachedPoliciesCommand({ target: arn }));
		const names = policies.flatMap(({ policyName }) => policyName ?? []);
		if (names.length === 0) throw incomplete(`The certificate of ${thingName} has no policy: it may do nothing`);
		return { thingName, certificateId: idOf(arn), policies: names, attributes };
	} catch (error) {
		if (error instanceof ResourceNotFoundException) throw incomplete(`There is no thing ${thingName}`, error);
		throw toToolError(error, actions, settings);
	}
}

async function findActive(
	client: IoTClient,
	principals: readonly string[],
	certificateId: string | undefined,
): Promise<string | undefined> {
	const certificates = principals.filter((arn) => arn.includes(":cert/"));
	for (const arn of certificates.filter((arn) => certificateId === undefined || idOf(arn) === certificateId)) {
		const described = await client.send(new DescribeCertificateCommand({ certificateId: idOf(arn) }));
		if (described.certificateDescription?.status === "ACTIVE") return arn;
	}
	return undefined;
}

function idOf(arn: string): string {
	return arn.slice(arn.lastIndexOf("/") + 1);
}

function incomplete(message: string, cause?: unknown): ToolError {
	return new ToolError("thing-incomplete", message, {
		next: "look at the provisioning template's resources, and whether somebody removed one of them",
		cause,
	});
}
