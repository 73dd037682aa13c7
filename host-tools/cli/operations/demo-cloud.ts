import type { IoTClient } from "@aws-sdk/client-iot";
import { type ClaimBootstrap, claimBootstrap } from "../../board/identity/claim-bootstrap.js";
import { createStarterTemplate } from "../../cloud/account/create-starter-template.js";
import { createIotClient } from "../../cloud/account/iot-client.js";
import { createProvisioningClaim } from "../../cloud/account/provisioning-claim.js";
import { starterNames } from "../../cloud/account/starter-template.js";

interface Endpoint {
	readonly endpointUrl: string;
	readonly mqttHost: string;
	readonly mqttPort: number;
	readonly rootCaPem: string;
}

/** What the operator of a fleet does, through the AWS SDK as against AWS. */
export function createDemoClient(endpoint: Pick<Endpoint, "endpointUrl">, signal?: AbortSignal): IoTClient {
	return createIotClient(settingsFor(endpoint), signal);
}

export async function createDemoTemplate(
	client: IoTClient,
	account: { region: string; accountId: string },
): Promise<void> {
	await createStarterTemplate(client, { partition: "aws", ...account });
}

/** A claim for one device, and all it needs besides. */
export async function createDemoBootstrap(
	client: IoTClient,
	endpoint: Endpoint,
	{ serialNumber, intervalMs }: { serialNumber: string; intervalMs: number },
): Promise<ClaimBootstrap> {
	const { templateName } = starterNames;
	const claim = await createProvisioningClaim(client, templateName, settingsFor(endpoint));
	return claimBootstrap(claim, {
		endpoint: { host: endpoint.mqttHost, port: endpoint.mqttPort },
		rootCaPem: endpoint.rootCaPem,
		templateName,
		parameters: { SerialNumber: serialNumber },
		device: { telemetry: { intervalMs } },
	});
}

function settingsFor({ endpointUrl }: Pick<Endpoint, "endpointUrl">) {
	return { endpointUrl, region: undefined, profile: undefined, hasEnvironmentCredentials: false };
}
