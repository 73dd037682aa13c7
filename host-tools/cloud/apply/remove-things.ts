import {
	DeleteCertificateCommand,
	DeleteThingCommand,
	DetachPolicyCommand,
	DetachThingPrincipalCommand,
	type IoTClient,
	ListAttachedPoliciesCommand,
	ListPrincipalThingsCommand,
	ListThingPrincipalsCommand,
	ListThingsInThingGroupCommand,
	ResourceNotFoundException,
	UpdateCertificateCommand,
} from "@aws-sdk/client-iot";
import { ifThere } from "./kinds/iot/found.js";
import { withRetries } from "./retry.js";

/** Names of up to a hundred things of a group; none where there is no such group. */
export async function firstThings(client: IoTClient, thingGroupName: string): Promise<readonly string[]> {
	const listing = client.send(new ListThingsInThingGroupCommand({ thingGroupName, maxResults: 100 }));
	return (await ifThere(listing))?.things ?? [];
}

/** Deletes a thing, and those of its certificates that no other thing has, in the order that AWS IoT asks for. May be repeated. */
export async function removeThing(client: IoTClient, thingName: string, signal: AbortSignal): Promise<void> {
	const attached = await ifThere(client.send(new ListThingPrincipalsCommand({ thingName })));
	for (const principal of attached?.principals ?? []) {
		const { things = [] } = await client.send(new ListPrincipalThingsCommand({ principal }));
		const isShared = things.some((other) => other !== thingName);
		if (!isShared) await deactivate(client, principal);
		await ifThere(client.send(new DetachThingPrincipalCommand({ thingName, principal })));
		if (!isShared) await withRetries(() => removeCertificate(client, principal), { signal });
	}
	// What was detached is known everywhere only after a while.
	await withRetries(() => client.send(new DeleteThingCommand({ thingName })), { signal });
}

function certificateIdOf(arn: string): string | undefined {
	return /:cert\/([0-9a-f]{64})$/.exec(arn)?.[1];
}

async function deactivate(client: IoTClient, principal: string): Promise<void> {
	const certificateId = certificateIdOf(principal);
	if (certificateId === undefined) return;
	await ifThere(client.send(new UpdateCertificateCommand({ certificateId, newStatus: "INACTIVE" })));
}

async function removeCertificate(client: IoTClient, target: string): Promise<void> {
	const certificateId = certificateIdOf(target);
	if (certificateId === undefined) return;
	const { policies = [] } = (await ifThere(client.send(new ListAttachedPoliciesCommand({ target })))) ?? {};
	for (const { policyName } of policies) await ifThere(client.send(new DetachPolicyCommand({ policyName, target })));
	try {
		await client.send(new DeleteCertificateCommand({ certificateId }));
	} catch (error) {
		if (!(error instanceof ResourceNotFoundException)) throw error;
	}
}
