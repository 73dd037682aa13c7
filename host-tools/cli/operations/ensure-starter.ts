import { starterNames, starterProperties, starterResources } from "../../cloud/account/starter-template.js";
import { defaultProject, prefixOf } from "../../cloud/project/project.js";
import { type Account, homeOf } from "../../emulator/account.js";
import { partitionOf } from "../../emulator/arn.js";
import type { Registry } from "../../emulator/services/registry.js";

interface TemplateProperties {
	readonly Description: string;
	readonly TemplateBody: string;
	readonly ProvisioningRoleArn: string;
}

/**
 * The name of a template that claims can be made for: that of the default project, made where there is none with what it needs, as
 * `cloud apply` would make them; or another one. Undefined where somebody has one of that name that is of no use for claims.
 */
export function ensureStarter(registry: Registry, account: Account): string | undefined {
	const { templates } = registry;
	const { templateName } = starterNames;
	const fleet = [...templates.listProvisioningTemplates()].filter(({ type }) => type === "FLEET_PROVISIONING");
	const found = fleet.find((template) => template.templateName === templateName) ?? fleet[0];
	if (found !== undefined) return found.templateName;
	if (templates.findProvisioningTemplate(templateName) !== undefined) return undefined;
	makeStarter(registry, account);
	return templateName;
}

function makeStarter({ policies, thingTypes, thingGroups, templates, tags }: Registry, account: Account): void {
	const home = homeOf(account);
	const place = { ...home, partition: partitionOf(home.region) };
	const owned = [{ Key: "thingsmith:project", Value: prefixOf(defaultProject) }];
	const properties = <T>(id: string) => starterProperties<T>(id, place);
	for (const { id, name } of starterResources()) {
		switch (id) {
			case "DevicePolicy": {
				if (policies.findPolicy(name) !== undefined) break;
				const { PolicyDocument } = properties<{ PolicyDocument: object }>(id);
				tags.set(policies.createPolicy(name, JSON.stringify(PolicyDocument)).policyArn, owned);
				break;
			}
			case "DeviceType": {
				if (thingTypes.findThingType(name) !== undefined) break;
				const { ThingTypeDescription, SearchableAttributes } = properties<ThingType>(id).ThingTypeProperties;
				const described = { description: ThingTypeDescription, searchableAttributes: SearchableAttributes };
				tags.set(thingTypes.createThingType(name, described).thingTypeArn, owned);
				break;
			}
			case "FleetGroup": {
				if (thingGroups.findThingGroup(name) !== undefined) break;
				const { ThingGroupDescription } = properties<ThingGroup>(id).ThingGroupProperties;
				const described = { description: ThingGroupDescription };
				tags.set(thingGroups.createThingGroup(name, described).thingGroupArn, owned);
				break;
			}
			default: {
				const { Description, TemplateBody, ProvisioningRoleArn } = properties<TemplateProperties>(id);
				const template = templates.createProvisioningTemplate({
					templateName: name,
					description: Description,
					templateBody: TemplateBody,
					enabled: true,
					provisioningRoleArn: ProvisioningRoleArn,
				});
				tags.set(template.templateArn, owned);
			}
		}
	}
}

interface ThingType {
	readonly ThingTypeProperties: { readonly ThingTypeDescription: string; readonly SearchableAttributes: string[] };
}

interface ThingGroup {
	readonly ThingGroupProperties: { readonly ThingGroupDescription: string };
}
