import type { Service, ServiceParts } from "../service.js";
import { claimOperations } from "./claim-operations.js";
import { FleetProvisioning } from "./fleet-provisioning.js";
import { ProvisioningResponder } from "./provisioning-responder.js";
import { isProvisioningTopic, mayPublishOn, maySubscribeTo } from "./provisioning-topics.js";
import { registerThingOperation } from "./registration/register-thing-operation.js";
import { registrationTaskOperations } from "./registration/registration-task-operations.js";
import { RegistrationTasks } from "./registration/registration-tasks.js";
import { templateOperations } from "./template-operations.js";
import { templateVersionOperations } from "./template-version-operations.js";

type Parts = Pick<ServiceParts, "clock" | "pki" | "store" | "registry" | "behaviour">;

/** Templates, claims and registration over HTTP, fleet provisioning over MQTT. */
export function provisioningService({ clock, pki, store, registry, behaviour }: Parts): Service {
	const { templates, certificates, tags } = registry;
	tags.taggable("provisioningtemplate", (name) => templates.findProvisioningTemplate(name)?.templateArn);
	const responder = new ProvisioningResponder(
		new FleetProvisioning({ registry, pki, clock, store, behaviour }),
		behaviour,
	);
	const tasks = new RegistrationTasks({
		registry,
		pki,
		clock,
		store,
		bucketDirectory: behaviour.bucketDirectory,
	});
	return {
		name: "provisioning",
		operations: [
			...templateOperations({ templates, tags, hooks: behaviour.hooks }),
			...templateVersionOperations(templates),
			...claimOperations({ templates, certificates, pki }),
			registerThingOperation({ registry, pki }),
			...registrationTaskOperations(tasks),
		],
		close: () => tasks.close(),
		reserved: {
			purpose: "fleet provisioning",
			needsConnection: true,
			owns: isProvisioningTopic,
			mayPublish: mayPublishOn,
			maySubscribe: maySubscribeTo,
			answer: (request) => responder.answer(request),
		},
	};
}
