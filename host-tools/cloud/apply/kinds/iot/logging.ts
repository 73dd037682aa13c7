import {
	GetV2LoggingOptionsCommand,
	NotConfiguredException,
	SetV2LoggingOptionsCommand,
	type SetV2LoggingOptionsRequest,
} from "@aws-sdk/client-iot";
import type { Kind } from "../../kind.js";
import { fromApi, toApi } from "./names.js";

/** AWS IoT's own log. */
export const logging: Kind = {
	type: "AWS::IoT::Logging",
	replacing: [],
	isExclusive: true,
	isOff: ({ RoleArn }) => RoleArn === undefined,
	async read(_name, { clients, place }) {
		const client = await clients.iot();
		const AccountId = place.accountId;
		try {
			const { roleArn, defaultLogLevel, disableAllLogs } = await client.send(new GetV2LoggingOptionsCommand({}));
			if (disableAllLogs === true || roleArn === undefined) return { properties: { AccountId }, owner: undefined };
			return { properties: { AccountId, ...fromApi({ roleArn, defaultLogLevel }) }, owner: undefined };
		} catch (error) {
			if (error instanceof NotConfiguredException) return { properties: { AccountId }, owner: undefined };
			throw error;
		}
	},
	async create() {},
	async update(_name, { AccountId: _, ...properties }, _found, { clients }) {
		const client = await clients.iot();
		const options = toApi<SetV2LoggingOptionsRequest>(properties);
		await client.send(new SetV2LoggingOptionsCommand({ ...options, disableAllLogs: false }));
	},
	async remove(_name, _found, { clients }) {
		const client = await clients.iot();
		await client.send(new SetV2LoggingOptionsCommand({ disableAllLogs: true }));
	},
};
