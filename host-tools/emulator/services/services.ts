import { authorizersService } from "./authorizers/authorizers-service.js";
import { billingGroupsService } from "./billing-groups/billing-groups-service.js";
import { caCertificatesService } from "./ca-certificates/ca-certificates-service.js";
import { certificateProvidersService } from "./certificate-providers/certificate-providers-service.js";
import { certificatesService } from "./certificates/certificates-service.js";
import { commandsService } from "./commands/commands-service.js";
import { defenderService } from "./defender/defender-service.js";
import { domainConfigurationsService } from "./domain-configurations/domain-configurations-service.js";
import { endpointService } from "./endpoint/endpoint-service.js";
import { eventsService } from "./events/events-service.js";
import { jobsService } from "./jobs/jobs-service.js";
import { loggingService } from "./logging/logging-service.js";
import { messagesService } from "./messages/messages-service.js";
import { otaService } from "./ota/ota-service.js";
import { policiesService } from "./policies/policies-service.js";
import { provisioningService } from "./provisioning/provisioning-service.js";
import { roleAliasesService } from "./role-aliases/role-aliases-service.js";
import { rulesService } from "./rules/rules-service.js";
import { searchService } from "./search/search-service.js";
import type { ServiceFactory } from "./service.js";
import { shadowService } from "./shadow/shadow-service.js";
import { streamsService } from "./streams/streams-service.js";
import { stsService } from "./sts/sts-service.js";
import { tagsService } from "./tags/tags-service.js";
import { thingGroupsService } from "./thing-groups/thing-groups-service.js";
import { thingTypesService } from "./thing-types/thing-types-service.js";
import { thingsService } from "./things/things-service.js";
import { thingsmithService } from "./thingsmith/thingsmith-service.js";

/**
 * All services of the emulator. A new one is a folder beside these, and a line here; docs/aws-behaviour.md, "Control
 * plane" has AWS's methods and paths.
 */
export const serviceFactories: readonly ServiceFactory[] = [
	endpointService,
	domainConfigurationsService,
	certificatesService,
	caCertificatesService,
	certificateProvidersService,
	authorizersService,
	policiesService,
	thingsService,
	thingTypesService,
	thingGroupsService,
	billingGroupsService,
	provisioningService,
	roleAliasesService,
	shadowService,
	streamsService,
	otaService,
	tagsService,
	eventsService,
	searchService,
	jobsService,
	loggingService,
	defenderService,
	rulesService,
	messagesService,
	commandsService,
	stsService,
	thingsmithService,
];
