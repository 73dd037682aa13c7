import {
	DescribeEventConfigurationsCommand,
	type EventType,
	UpdateEventConfigurationsCommand,
} from "@aws-sdk/client-iot";
import type { Kind } from "../../kind.js";

/** Of which things AWS IoT publishes events. Those of the desired ones that are on are read; others are nobody's business. */
export const eventConfigurations: Kind = {
	type: "Thingsmith::IoT::EventConfigurations",
	replacing: [],
	isOff: ({ Enabled }) => (Enabled as readonly string[]).length === 0,
	async read(_name, { clients }, { Enabled: wanted }) {
		const client = await clients.iot();
		const { eventConfigurations: found = {} } = await client.send(new DescribeEventConfigurationsCommand({}));
		const on = Object.entries(found).flatMap(([name, { Enabled }]) => (Enabled === true ? name : []));
		const named = (wanted as readonly string[] | undefined) ?? on;
		return { properties: { Enabled: on.filter((name) => named.includes(name)).toSorted() }, owner: undefined };
	},
	async create() {},
	async update(_name, { Enabled }, _found, { clients }) {
		const client = await clients.iot();
		await client.send(new UpdateEventConfigurationsCommand(switched(Enabled as readonly EventType[], true)));
	},
	async remove(_name, { properties }, { clients }) {
		const client = await clients.iot();
		const on = properties.Enabled as readonly EventType[];
		await client.send(new UpdateEventConfigurationsCommand(switched(on, false)));
	},
};

function switched(types: readonly EventType[], Enabled: boolean) {
	return { eventConfigurations: Object.fromEntries(types.map((type) => [type, { Enabled }])) };
}
