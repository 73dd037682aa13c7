import {
	AttachPolicyCommand,
	DetachPolicyCommand,
	type IoTClient,
	ListAttachedPoliciesCommand,
} from "@aws-sdk/client-iot";
import type { Kind, Properties } from "../../kind.js";
import { ifThere } from "./found.js";

/** A policy on a thing group, which only our own policies and groups are ever given. */
export const thingGroupPolicy: Kind = {
	type: "Thingsmith::IoT::ThingGroupPolicy",
	replacing: ["PolicyName", "Target"],
	async read(_name, { clients, owner }, desired) {
		const client = await clients.iot();
		const { PolicyName, Target } = desired;
		const attached = await ifThere(isAttached(client, desired));
		return attached === true
			? { properties: { PolicyName: PolicyName ?? "", Target: Target ?? "" }, owner }
			: undefined;
	},
	async create(_name, properties, { clients }) {
		const client = await clients.iot();
		await client.send(new AttachPolicyCommand(attachment(properties)));
	},
	async update() {},
	async remove(_name, { properties }, { clients }) {
		const client = await clients.iot();
		await ifThere(client.send(new DetachPolicyCommand(attachment(properties))));
	},
};

function attachment({ PolicyName, Target }: Properties) {
	return { policyName: PolicyName as string, target: Target as string };
}

async function isAttached(client: IoTClient, properties: Properties): Promise<boolean> {
	const { policyName, target } = attachment(properties);
	let marker: string | undefined;
	do {
		const page = await client.send(new ListAttachedPoliciesCommand({ target, marker }));
		if ((page.policies ?? []).some((policy) => policy.policyName === policyName)) return true;
		marker = page.nextMarker;
	} while (marker !== undefined);
	return false;
}
