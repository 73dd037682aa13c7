import {
	DeleteAlarmsCommand,
	DescribeAlarmsCommand,
	ListTagsForResourceCommand,
	type MetricAlarm,
	PutMetricAlarmCommand,
	type PutMetricAlarmCommandInput,
	TagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import { resourceArn } from "../../../model/resource-arn.js";
import { type Kind, type KindContext, ownerIn, type Properties, tagsOf } from "../../kind.js";
import { unlessMissing } from "./answers.js";
import { ordered, pick, withoutDefaults } from "./shapes.js";

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

/** What CloudWatch says where nobody has said anything. */
const defaults = Object.freeze({
	ActionsEnabled: true,
	AlarmActions: [],
	Dimensions: [],
	InsufficientDataActions: [],
	Metrics: [],
	OKActions: [],
	TreatMissingData: "missing",
});

export const alarm: Kind = {
	type,
	replacing: [],

	async read(name, context, desired) {
		const found = await describe(name, context);
		if (found === undefined) return undefined;
		const cloudwatch = await context.clients.cloudwatch();
		const ResourceARN = arnOf(name, context);
		const { Tags } = await cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN }));
		const Dimensions = ordered(found.Dimensions ?? [], desired.Dimensions, ({ Name }) => Name);
		const properties = withoutDefaults(pick({ ...found, Dimensions }, members), defaults, desired);
		return { owner: ownerIn(Tags), properties };
	},

	create: put,

	update: (name, properties, _found, context) => put(name, properties, context),

	async remove(name, _found, context) {
		const cloudwatch = await context.clients.cloudwatch();
		const AlarmNames = [name];
		await unlessMissing(() => cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames })));
	},

	async adopt(name, context) {
		const cloudwatch = await context.clients.cloudwatch();
		const ResourceARN = arnOf(name, context);
		await cloudwatch.send(new TagResourceCommand({ ResourceARN, Tags: tagsOf(context) }));
	},
};

const arnOf = (name: string, { place }: KindContext) => resourceArn({ type, name }, place);

async function describe(name: string, context: KindContext): Promise<MetricAlarm | undefined> {
	const cloudwatch = await context.clients.cloudwatch();
	const input = { AlarmNames: [name], AlarmTypes: ["MetricAlarm" as const] };
	const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand(input));
	return MetricAlarms?.[0];
}

/** Of an alarm that is there, CloudWatch passes over the tags. */
async function put(AlarmName: string, properties: Properties, context: KindContext): Promise<void> {
	const cloudwatch = await context.clients.cloudwatch();
	const input = { ...properties, AlarmName, Tags: tagsOf(context) } as unknown as PutMetricAlarmCommandInput;
	await cloudwatch.send(new PutMetricAlarmCommand(input));
}
