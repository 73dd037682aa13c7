import {
	CreatePolicyCommand,
	CreateProvisioningTemplateCommand,
	type IoTClient,
	ResourceAlreadyExistsException,
} from "@aws-sdk/client-iot";
import { devicePolicy, type StarterNames, starterTemplate } from "./starter-template.js";

/** Creates policy and template; what is there already stays as it is. */
export async function createStarterTemplate(client: IoTClient, names: StarterNames): Promise<void> {
	const policyDocument = JSON.stringify(devicePolicy(names));
	await ignoreExisting(client.send(new CreatePolicyCommand({ policyName: names.policyName, policyDocument })));
	await ignoreExisting(client.send(new CreateProvisioningTemplateCommand(starterTemplate(names))));
}

async function ignoreExisting(creating: Promise<unknown>): Promise<void> {
	try {
		await creating;
	} catch (error) {
		if (!(error instanceof ResourceAlreadyExistsException)) throw error;
	}
}
