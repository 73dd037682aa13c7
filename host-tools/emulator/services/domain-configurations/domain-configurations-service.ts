import { type Answer, type ApiCall, epochSeconds } from "../../http/operation.js";
import { pageByMarker, shortList } from "../../http/pages.js";
import type { Service, ServiceParts } from "../service.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import type { DomainConfiguration } from "./domain-configuration.js";
import { DomainConfigurations } from "./domain-configurations.js";
import {
	checkAcmArn,
	oneOf,
	readDomainSettings,
	readServerCertificates,
	readServiceType,
} from "./read-domain-settings.js";

type Parts = Pick<ServiceParts, "clock" | "store" | "registry" | "endpoint">;

/** Domain configurations: kept and described. The emulator is reached by the names it was started with, whatever they say. */
export function domainConfigurationsService({ clock, store, registry, endpoint }: Parts): Service {
	const domains = new DomainConfigurations(store, clock);
	const { tags } = registry;
	tags.taggable("domainconfiguration", (name) => domains.findByArnName(name)?.domainConfigurationArn);
	const path = "/domainConfigurations/{domainConfigurationName}";
	const nameIn = (call: ApiCall) => call.path("domainConfigurationName");
	return {
		name: "domain-configurations",
		operations: [
			{ name: "CreateDomainConfiguration", method: "POST", path, handle: (call) => create(domains, tags, call) },
			{
				name: "DescribeDomainConfiguration",
				method: "GET",
				path,
				handle: (call) => descriptionOf(domains.describe(nameIn(call), call.scope), endpoint().mqttHost),
			},
			{ name: "UpdateDomainConfiguration", method: "PUT", path, handle: (call) => update(domains, call) },
			{
				name: "DeleteDomainConfiguration",
				method: "DELETE",
				path,
				handle(call) {
					tags.remove(domains.delete(nameIn(call), call.scope).domainConfigurationArn);
					return {};
				},
			},
			{
				name: "ListDomainConfigurations",
				method: "GET",
				path: "/domainConfigurations",
				handle: (call) => list(domains, call),
			},
		],
	};
}

function create(domains: DomainConfigurations, tags: Tags, call: ApiCall): Answer {
	const body = call.body();
	const given = tagsIn(body);
	const domainName = body.string("domainName");
	const validation = body.string("validationCertificateArn");
	if (validation !== undefined) checkAcmArn("validationCertificateArn", validation);
	const wanted = {
		...readDomainSettings(body),
		serviceType: readServiceType(body.string("serviceType")),
		serverCertificateArns: readServerCertificates(body),
		...(domainName !== undefined && { domainName }),
	};
	const created = domains.create(call.path("domainConfigurationName"), wanted, call.scope);
	tags.set(created.domainConfigurationArn, given);
	return nameAndArn(created);
}

function update(domains: DomainConfigurations, call: ApiCall): Answer {
	const body = call.body();
	const status = oneOf("domainConfigurationStatus", body.string("domainConfigurationStatus"), ["ENABLED", "DISABLED"]);
	const updated = domains.update(call.path("domainConfigurationName"), call.scope, {
		...readDomainSettings(body),
		removeAuthorizerConfig: body.boolean("removeAuthorizerConfig") ?? false,
		...(status !== undefined && { domainConfigurationStatus: status }),
	});
	return nameAndArn(updated);
}

function list(domains: DomainConfigurations, call: ApiCall): Answer {
	const asked = call.query.string("serviceType");
	const serviceType = asked === undefined ? undefined : readServiceType(asked);
	const keyOf = ({ domainConfigurationName }: DomainConfiguration) => domainConfigurationName;
	const { items, next } = pageByMarker(call, {
		...shortList(domains.list(call.scope), keyOf),
		where: (domain) => serviceType === undefined || domain.serviceType === serviceType,
	});
	const shown = items.map((domain) => ({ ...nameAndArn(domain), serviceType: domain.serviceType }));
	return { domainConfigurations: shown, nextMarker: next };
}

function nameAndArn({ domainConfigurationName, domainConfigurationArn }: DomainConfiguration): object {
	return { domainConfigurationName, domainConfigurationArn };
}

function descriptionOf(domain: DomainConfiguration, ownHost: string): object {
	const { serverCertificateArns, lastStatusChangeDate, domainName = ownHost, ...rest } = domain;
	return {
		...rest,
		domainName,
		serverCertificates: serverCertificateArns.map((serverCertificateArn) => ({
			serverCertificateArn,
			serverCertificateStatus: "VALID",
		})),
		lastStatusChangeDate: epochSeconds(lastStatusChangeDate),
	};
}
