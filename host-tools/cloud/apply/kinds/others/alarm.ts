import {
	DeleteAlarmsCommand,
	DescribeAlarmsCommand,
	ListTagsForResourceCommand,
	type MetricAlarm,
	PutMetricAlarmCommand,
	type PutMetricAlarmCommandInput,
	TagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import type { Json } from "../../../model/concrete.js";
import { resourceArn } from "../../../model/resource-arn.js";
import { asking, unlessMissing } from "../../asking.js";
import { type Kind, type KindContext, ownerIn, type Properties, tagsOf } from "../../kind.js";
import { ordered, pick } from "./shapes.js";

const type = "AWS::CloudWatch::Alarm";

/** What can be set; CloudWatch forgets what a change does not say again. */
const members = Object.freeze([
	"ActionsEnabled",
	"AlarmActions",
	"AlarmDescription",
	"ComparisonOperator",
	"DatapointsToAlarm",
	"Dimensions",
	"EvaluateLowSampleCountPercentile",
	"EvaluationPeriods",
	"ExtendedStatistic",
	"InsufficientDataActions",
	"MetricName",
	"Metrics",
	"Namespace",
	"OKActions",
	"Period",
	"Statistic",
	"Threshold",
	"ThresholdMetricId",
	"TreatMissingData",
	"Unit",
]);

/** What an alarm cannot have beside each other. */
const insteadOf: Readonly<Record<string, readonly string[]>> = Object.freeze({
	MetricName: ["Metrics", "ThresholdMetricId"],
	Statistic: ["ExtendedStatistic", "EvaluateLowSampleCountPercentile"],
});

export const alarm: Kind = {
	type,
	replacing: [],

	async read(name, context, desired) {
		const found = await describe(name, context);
		if (found === undefined) return undefined;
		const cloudwatch = await context.clients.cloudwatch();
		const ResourceARN = arnOf(name, context);
		const { Tags } = await asking(context)(() => cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN })));
		const { Dimensions = [], AlarmActions = [], OKActions = [] } = found;
		const dimensions = ordered(Dimensions, desired.Dimensions, ({ Name }) => Name);
		return {
			owner: ownerIn(Tags),
			properties: {
				...settings(found),
				Dimensions: dimensions as unknown as readonly Json[],
				AlarmActions: ordered(AlarmActions, desired.AlarmActions, (arn) => arn),
				OKActions: ordered(OKActions, desired.OKActions, (arn) => arn),
			},
		};
	},

	create: put,

	async update(name, properties, _found, context) {
		const before = settings((await describe(name, context)) ?? {});
		const gone = Object.keys(properties).flatMap((member) => insteadOf[member] ?? []);
		const kept = Object.entries(before).filter(([member]) => !gone.includes(member));
		await put(name, { ...Object.fromEntries(kept), ...properties }, context);
	},

	async remove(name, _found, context) {
		const cloudwatch = await context.clients.cloudwatch();
		const AlarmNames = [name];
		await unlessMissing(() => asking(context)(() => cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames }))));
	},

	async adopt(name, context) {
		const cloudwatch = await context.clients.cloudwatch();
		const ResourceARN = arnOf(name, context);
		await asking(context)(() => cloudwatch.send(new TagResourceCommand({ ResourceARN, Tags: tagsOf(context) })));
	},
};

const arnOf = (name: string, { place }: KindContext) => resourceArn({ type, name }, place);

async function describe(name: string, context: KindContext): Promise<MetricAlarm | undefined> {
	const cloudwatch = await context.clients.cloudwatch();
	const input = { AlarmNames: [name], AlarmTypes: ["MetricAlarm" as const] };
	const { MetricAlarms } = await asking(context)(() => cloudwatch.send(new DescribeAlarmsCommand(input)));
	return MetricAlarms?.[0];
}

/** What somebody has set: an empty list is what nobody has. */
function settings(found: MetricAlarm): Properties {
	const all = Object.entries(pick(found, members));
	return Object.fromEntries(all.filter(([, value]) => !Array.isArray(value) || value.length > 0));
}

/** Of an alarm that is there, CloudWatch passes over the tags. */
async function put(AlarmName: string, properties: Properties, context: KindContext): Promise<void> {
	const cloudwatch = await context.clients.cloudwatch();
	const input = { ...properties, AlarmName, Tags: tagsOf(context) } as unknown as PutMetricAlarmCommandInput;
	await asking(context)(() => cloudwatch.send(new PutMetricAlarmCommand(input)));
}
