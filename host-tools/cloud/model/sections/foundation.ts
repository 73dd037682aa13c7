import type { Project } from "../../project/project.js";
import { claimPolicy, devicePolicy, quarantinePolicy, watcherPolicy } from "../device-policies.js";
import type { Resource } from "../resource.js";
import { arnOf } from "../value.js";

/** What every other section builds on: what devices may, what they are called, where they are kept. */
export interface Foundation {
	readonly devicePolicy: Resource;
	readonly thingType: Resource;
	readonly fleet: Resource;
	readonly quarantine: Resource;
	readonly resources: readonly Resource[];
}

export function foundation(project: Project, prefix: string): Foundation {
	const iotPolicy = (
		id: string,
		name: string,
		PolicyDocument: Resource["properties"][string],
		purpose: string,
	): Resource => ({
		id,
		type: "AWS::IoT::Policy",
		name: `${prefix}-${name}`,
		properties: { PolicyDocument },
		purpose,
	});
	const group = (id: string, name: string, description: string): Resource => ({
		id,
		type: "AWS::IoT::ThingGroup",
		name: `${prefix}-${name}`,
		properties: { ThingGroupProperties: { ThingGroupDescription: description } },
		purpose: description,
	});
	const device = iotPolicy(
		"DevicePolicy",
		"device",
		devicePolicy(project, `${prefix}-rotation`),
		"What a device may do",
	);
	const deny = iotPolicy(
		"QuarantinePolicy",
		"quarantine",
		quarantinePolicy(),
		"What a device in quarantine may not do",
	);
	const fleet = group("FleetGroup", "fleet", "All devices");
	const quarantine = group("QuarantineGroup", "quarantine", "Devices that are cut off until somebody has looked");
	const thingType: Resource = {
		id: "DeviceType",
		type: "AWS::IoT::ThingType",
		name: project.thingType.name,
		properties: {
			DeprecateThingType: false,
			ThingTypeProperties: {
				ThingTypeDescription: project.thingType.description,
				SearchableAttributes: project.thingType.searchableAttributes,
			},
		},
		purpose: "The type of every device",
	};
	const denied: Resource = {
		id: "QuarantineGroupPolicy",
		type: "Thingsmith::IoT::ThingGroupPolicy",
		name: `${deny.name} on ${quarantine.name}`,
		properties: { PolicyName: deny.name, Target: arnOf(quarantine) },
		dependsOn: [deny],
		purpose: "Whatever joins the quarantine group is cut off",
	};
	return {
		devicePolicy: device,
		thingType,
		fleet,
		quarantine,
		resources: [
			device,
			iotPolicy("ClaimPolicy", "claim", claimPolicy(prefix, prefix), "What a claim may do that many devices have"),
			iotPolicy(
				"WatcherPolicy",
				"watcher",
				watcherPolicy(project, prefix),
				"What a certificate may do that only reads",
			),
			deny,
			thingType,
			fleet,
			quarantine,
			denied,
		],
	};
}
