import {
	CreateScheduleCommand,
	type CreateScheduleCommandInput,
	DeleteScheduleCommand,
	GetScheduleCommand,
	type GetScheduleCommandOutput,
	UpdateScheduleCommand,
	type UpdateScheduleCommandInput,
} from "@aws-sdk/client-scheduler";
import { type Kind, type KindContext, ownerTag, type Properties } from "../../kind.js";
import { unlessMissing } from "./answers.js";
import { pick, withoutDefaults } from "./shapes.js";

/** What can be set; EventBridge forgets what an update does not say again. */
const members = Object.freeze([
	"ScheduleExpression",
	"ScheduleExpressionTimezone",
	"FlexibleTimeWindow",
	"State",
	"KmsKeyArn",
	"ActionAfterCompletion",
]);

/** What EventBridge says where nobody has said anything. */
const defaults = Object.freeze({
	ScheduleExpressionTimezone: "UTC",
	State: "ENABLED",
	ActionAfterCompletion: "NONE",
});
const targetDefaults = Object.freeze({
	RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
});

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
		const { Description = "", Target = {}, StartDate, EndDate } = found;
		const said = Description.replace(mark, "");
		return {
			owner: mark.exec(Description)?.[1],
			properties: {
				...(said !== "" && { Description: said }),
				...withoutDefaults(pick(found, members), defaults, desired),
				...(StartDate && { StartDate: StartDate.toISOString() }),
				...(EndDate && { EndDate: EndDate.toISOString() }),
				Target: withoutDefaults(Target as unknown as Properties, targetDefaults, (desired.Target ?? {}) as Properties),
			},
		};
	},

	async create(Name, properties, context) {
		const scheduler = await context.clients.scheduler();
		const input = { ...marked(properties, context), Name } as unknown as CreateScheduleCommandInput;
		await scheduler.send(new CreateScheduleCommand(input));
	},

	update: (name, properties, _found, context) => put(name, properties, context),

	async remove(Name, _found, context) {
		const scheduler = await context.clients.scheduler();
		await unlessMissing(() => scheduler.send(new DeleteScheduleCommand({ Name })));
	},

	async adopt(name, context) {
		const before = await get(name, context);
		if (before === undefined) return;
		const { $metadata: _, Arn: _arn, CreationDate: _made, LastModificationDate: _changed, ...rest } = before;
		await put(name, rest as unknown as Properties, context);
	},
};

async function get(Name: string, context: KindContext): Promise<GetScheduleCommandOutput | undefined> {
	const scheduler = await context.clients.scheduler();
	return unlessMissing(() => scheduler.send(new GetScheduleCommand({ Name })));
}

async function put(Name: string, properties: Properties, context: KindContext): Promise<void> {
	const scheduler = await context.clients.scheduler();
	const input = { ...marked(properties, context), Name } as unknown as UpdateScheduleCommandInput;
	await scheduler.send(new UpdateScheduleCommand(input));
}

function marked(properties: Properties, { owner }: KindContext): Properties {
	const { Description = "" } = properties as { readonly Description?: string };
	return { ...properties, Description: `${Description.replace(mark, "")} [${ownerTag}=${owner}]`.trim() };
}
