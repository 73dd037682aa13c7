import { isDeepStrictEqual } from "node:util";
import {
	CreateScheduleCommand,
	type CreateScheduleCommandInput,
	DeleteScheduleCommand,
	GetScheduleCommand,
	type GetScheduleCommandOutput,
	UpdateScheduleCommand,
	type UpdateScheduleCommandInput,
} from "@aws-sdk/client-scheduler";
import { asking, unlessMissing } from "../../asking.js";
import { type Kind, type KindContext, ownerTag, type Properties } from "../../kind.js";
import { pick } from "./shapes.js";

/** What can be set; EventBridge forgets what an update does not say again. */
const members = Object.freeze([
	"Description",
	"ScheduleExpression",
	"ScheduleExpressionTimezone",
	"FlexibleTimeWindow",
	"State",
	"Target",
	"GroupName",
	"StartDate",
	"EndDate",
	"KmsKeyArn",
	"ActionAfterCompletion",
]);

/** What EventBridge adds where nothing else is said. */
const RetryPolicy = Object.freeze({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });

const mark = new RegExp(` ?\\[${ownerTag}=([^\\]]+)\\]$`);

/**
 * EventBridge tags groups of schedules, and no schedule: whose one is, its description says at the end, e.g. `Every Monday
 * [thingsmith:project=plant]`. `read` leaves that out. Whoever writes another description by hand takes the schedule over.
 */
export const schedule: Kind = {
	type: "AWS::Scheduler::Schedule",
	replacing: [],

	async read(name, context, desired) {
		const found = await get(name, context);
		if (found === undefined) return undefined;
		const { Description = "", Target = {}, ScheduleExpressionTimezone } = found;
		const said = Description.replace(mark, "");
		return {
			owner: mark.exec(Description)?.[1],
			properties: {
				...(said !== "" && { Description: said }),
				...pick(found, ["ScheduleExpression", "FlexibleTimeWindow", "State"]),
				...(ScheduleExpressionTimezone !== "UTC" && pick(found, ["ScheduleExpressionTimezone"])),
				Target: withoutDefaults(Target as unknown as Properties, desired),
			},
		};
	},

	async create(Name, properties, context) {
		const scheduler = await context.clients.scheduler();
		const input = { ...marked(properties, context), Name } as unknown as CreateScheduleCommandInput;
		await asking(context)(() => scheduler.send(new CreateScheduleCommand(input)));
	},

	async update(name, properties, _found, context) {
		const before = await get(name, context);
		await put(name, { ...pick(before ?? {}, members), ...properties }, context);
	},

	async remove(Name, _found, context) {
		const scheduler = await context.clients.scheduler();
		await unlessMissing(() => asking(context)(() => scheduler.send(new DeleteScheduleCommand({ Name }))));
	},

	async adopt(name, context) {
		const before = await get(name, context);
		if (before !== undefined) await put(name, pick(before, members), context);
	},
};

async function get(Name: string, context: KindContext): Promise<GetScheduleCommandOutput | undefined> {
	const scheduler = await context.clients.scheduler();
	return unlessMissing(() => asking(context)(() => scheduler.send(new GetScheduleCommand({ Name }))));
}

async function put(Name: string, properties: Properties, context: KindContext): Promise<void> {
	const scheduler = await context.clients.scheduler();
	const input = { ...marked(properties, context), Name } as unknown as UpdateScheduleCommandInput;
	await asking(context)(() => scheduler.send(new UpdateScheduleCommand(input)));
}

function marked(properties: Properties, { owner }: KindContext): Properties {
	const { Description = "" } = properties as { readonly Description?: string };
	return { ...properties, Description: `${Description.replace(mark, "")} [${ownerTag}=${owner}]`.trim() };
}

function withoutDefaults(target: Properties, desired: Properties): Properties {
	const wanted = (desired.Target ?? {}) as Properties;
	const { RetryPolicy: retry, ...rest } = target;
	return wanted.RetryPolicy === undefined && isDeepStrictEqual(retry, { ...RetryPolicy }) ? rest : target;
}
