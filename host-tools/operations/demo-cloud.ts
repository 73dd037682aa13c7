import type { IoTClient } from "@aws-sdk/client-iot";
import { createIotClient } from "../aws/iot-client.js";
import { createProvisioningClaim } from "../aws/provisioning-claim.js";
import { createStarterTemplate, starterNames } from "../aws/starter-template.js";
import type { BootstrapFile } from "../flash/bootstrap-file.js";

interface Endpoint {
	readonly endpointUrl: string;
	readonly mqttHost: string;
	readonly mqttPort: number;
	readonly rootCaPem: string;
}

/** What the operator of a fleet does, through the AWS SDK as against AWS. */
export function createDemoClient(endpoint: Pick<Endpoint, "endpointUrl">): IoTClient {
	return createIotClient(settingsFor(endpoint));
}

export async function createDemoTemplate(
	client: IoTClient,
	account: { region: string; accountId: string },
): Promise<void> {
	await createStarterTemplate(client, { ...starterNames, ...account });
}

/** A claim for one device, and all it needs besides. */
export async function createDemoBootstrap(
	client: IoTClient,
	endpoint: Endpoint,
	{ serialNumber, intervalMs }: { serialNumber: string; intervalMs: number },
): Promise<BootstrapFile & { claim: { expiresAt: string } }> {
	const { templateName } = starterNames;
	const { certificatePem, privateKeyPem, expiresAt } = await createProvisioningClaim(
		client,
		templateName,
		settingsFor(endpoint),
	);
	return {
		version: 1,
		host: endpoint.mqttHost,
		port: endpoint.mqttPort,
		rootCa: endpoint.rootCaPem,
		templateName,
		parameters: { SerialNumber: serialNumber },
		telemetry: { intervalMs },
		claim: { certificatePem, privateKeyPem, expiresAt: expiresAt.toISOString() },
	};
}

function settingsFor({ endpointUrl }: Pick<Endpoint, "endpointUrl">) {
	return { endpointUrl, region: undefined, profile: undefined, hasEnvironmentCredentials: false };
}
