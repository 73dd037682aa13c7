import assert from "node:assert/strict";
import {
	AttachSecurityProfileCommand,
	type Behavior,
	CreateCustomMetricCommand,
	CreateDimensionCommand,
	CreateSecurityProfileCommand,
	DeleteCustomMetricCommand,
	DeleteDimensionCommand,
	DeleteSecurityProfileCommand,
	DescribeCustomMetricCommand,
	DescribeDimensionCommand,
	DescribeSecurityProfileCommand,
	DetachSecurityProfileCommand,
	GetBehaviorModelTrainingSummariesCommand,
	ListActiveViolationsCommand,
	ListCustomMetricsCommand,
	ListDimensionsCommand,
	ListSecurityProfilesCommand,
	ListSecurityProfilesForTargetCommand,
	ListTargetsForSecurityProfileCommand,
	UpdateCustomMetricCommand,
	UpdateDimensionCommand,
	UpdateSecurityProfileCommand,
	ValidateSecurityProfileBehaviorsCommand,
} from "@aws-sdk/client-iot";
import { awsException } from "../../../http/test-control-plane.js";
import { DefenderBench } from "../defender-bench.js";

const prefix = "arn:aws:iot:us-east-1:000000000000:";
const criteria = { comparisonOperator: "less-than-equals", value: { count: 45 }, durationSeconds: 300 } as const;
const behavior: Behavior = { name: "sent", metric: "aws:num-messages-sent", criteria };

describe("security profiles", () => {
	let bench: DefenderBench;
	const send: DefenderBench["plane"]["iot"]["send"] = ((command: never) => bench.plane.iot.send(command)) as never;
	afterEach(() => bench.close());
	const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);
	const create = (securityProfileName: string, behaviors: Behavior[] = [behavior], more = {}) =>
		send(new CreateSecurityProfileCommand({ securityProfileName, behaviors, ...more }));

	it("are created, described, updated, attached, listed and deleted", async () => {
		bench = await DefenderBench.start();
		const { securityProfileArn } = await create("p", undefined, { securityProfileDescription: "d" });
		assert.equal(securityProfileArn, `${prefix}securityprofile/p`);
		await assert.rejects(create("p"), awsException("ResourceAlreadyExistsException", 409));
		const securityProfileName = "p";
		const describe = () => send(new DescribeSecurityProfileCommand({ securityProfileName }));
		const described = await describe();
		assert.deepEqual(
			[described.behaviors, described.version, described.securityProfileDescription],
			[[behavior], 1, "d"],
		);
		const update = (input: object) => send(new UpdateSecurityProfileCommand({ securityProfileName, ...input }));
		await assert.rejects(update({ expectedVersion: 7 }), awsException("VersionConflictException", 409));
		const updated = await update({ securityProfileDescription: "e", deleteBehaviors: true, expectedVersion: 1 });
		assert.deepEqual([updated.version, updated.behaviors, updated.securityProfileDescription], [2, [], "e"]);
		bench.plane.registry.thingGroups.createThingGroup("g");
		const target = { securityProfileName, securityProfileTargetArn: `${prefix}thinggroup/g` };
		await send(new AttachSecurityProfileCommand(target));
		const all = { securityProfileName, securityProfileTargetArn: `${prefix}all/registered-things` };
		await send(new AttachSecurityProfileCommand(all));
		const wrong = { securityProfileName, securityProfileTargetArn: `${prefix}all/some-things` };
		await assert.rejects(send(new AttachSecurityProfileCommand(wrong)), invalid(/must be the ARN of a thing group/));
		const targets = await send(new ListTargetsForSecurityProfileCommand({ securityProfileName }));
		assert.deepEqual(targets.securityProfileTargets, [
			{ arn: all.securityProfileTargetArn },
			{ arn: target.securityProfileTargetArn },
		]);
		const mappings = await send(new ListSecurityProfilesForTargetCommand(target));
		assert.deepEqual(mappings.securityProfileTargetMappings, [
			{
				securityProfileIdentifier: { name: "p", arn: securityProfileArn },
				target: { arn: target.securityProfileTargetArn },
			},
		]);
		await send(new DetachSecurityProfileCommand(target));
		await assert.rejects(
			send(new DetachSecurityProfileCommand(target)),
			awsException("ResourceNotFoundException", 404),
		);
		const listed = await send(new ListSecurityProfilesCommand({}));
		assert.deepEqual(listed.securityProfileIdentifiers, [{ name: "p", arn: securityProfileArn }]);
		await send(new DeleteSecurityProfileCommand({ securityProfileName }));
		await assert.rejects(describe(), awsException("ResourceNotFoundException", 404));
	});

	it("are validated in AWS's words", async () => {
		bench = await DefenderBench.start();
		const validate = async (...behaviors: Behavior[]) =>
			(await send(new ValidateSecurityProfileBehaviorsCommand({ behaviors }))).validationErrors?.map(
				({ errorMessage }) => errorMessage,
			);
		assert.deepEqual(await validate(behavior), []);
		const broken = {
			...behavior,
			name: "Authorization",
			criteria: { ...criteria, consecutiveDatapointsToAlarm: 100000 },
		};
		const sentence =
			"Behavior Authorization is malformed. consecutiveDatapointsToAlarm 100000 should be in range[1,10]";
		assert.deepEqual(await validate(broken), [sentence]);
		await assert.rejects(create("p", [broken]), invalid(/should be in range\[1,10\]/));
		const expectProblem = async (one: Behavior, problem: RegExp) =>
			assert.match((await validate(one))?.[0] ?? "", problem);
		await expectProblem({ ...behavior, metric: "aws:none" }, /no metric aws:none/);
		await expectProblem({ ...behavior, criteria: { ...criteria, durationSeconds: 301 } }, /durationSeconds 301/);
		await expectProblem(
			{ ...behavior, criteria: { ...criteria, comparisonOperator: "in-cidr-set" } },
			/should be one of/,
		);
		await expectProblem({ ...behavior, criteria: { ...criteria, value: { cidrs: [] } } }, /value should have count/);
		await expectProblem({ ...behavior, metricDimension: { dimensionName: "d" } }, /no dimension d/);
		const address = { name: "ip", metric: "aws:source-ip-address" };
		const comparisonOperator = "in-cidr-set";
		assert.deepEqual(
			await validate({ ...address, criteria: { comparisonOperator, value: { cidrs: ["10.0.0.0/8"] } } }),
			[],
		);
		await expectProblem({ ...address, criteria: { comparisonOperator, value: { cidrs: ["x"] } } }, /x is no CIDR/);
	});

	it("have metrics and dimensions of the account's own", async () => {
		bench = await DefenderBench.start();
		const metricName = "battery";
		const created = await send(
			new CreateCustomMetricCommand({ metricName, metricType: "number", displayName: "b", clientRequestToken: "t" }),
		);
		assert.equal(created.metricArn, `${prefix}custommetric/battery`);
		await send(new UpdateCustomMetricCommand({ metricName, displayName: "c" }));
		const metric = await send(new DescribeCustomMetricCommand({ metricName }));
		assert.deepEqual([metric.metricType, metric.displayName], ["number", "c"]);
		assert.deepEqual((await send(new ListCustomMetricsCommand({}))).metricNames, ["battery"]);
		const name = "auth";
		const stringValues = ["device/+/auth"];
		await send(new CreateDimensionCommand({ name, type: "TOPIC_FILTER", stringValues, clientRequestToken: "t" }));
		await send(new UpdateDimensionCommand({ name, stringValues: ["device/#"] }));
		const dimension = await send(new DescribeDimensionCommand({ name }));
		assert.deepEqual([dimension.arn, dimension.stringValues], [`${prefix}dimension/auth`, ["device/#"]]);
		assert.deepEqual((await send(new ListDimensionsCommand({}))).dimensionNames, ["auth"]);
		const low = { comparisonOperator: "greater-than", value: { number: 10 } } as const;
		await create("p", [
			{ name: "b", metric: "battery", criteria: low },
			{ ...behavior, metricDimension: { dimensionName: "auth", operator: "IN" } },
			{ name: "ml", metric: "aws:num-disconnects", criteria: { mlDetectionConfig: { confidenceLevel: "HIGH" } } },
		]);
		const trainings = await send(new GetBehaviorModelTrainingSummariesCommand({ securityProfileName: "p" }));
		assert.deepEqual(
			trainings.summaries?.map(({ behaviorName, modelStatus }) => [behaviorName, modelStatus]),
			[["ml", "PENDING_BUILD"]],
		);
		await send(new DeleteCustomMetricCommand({ metricName }));
		await send(new DeleteDimensionCommand({ name }));
	});

	it("are refused to an account that is new since Detect was closed", async () => {
		bench = await DefenderBench.start({ detect: "new-account" });
		await assert.rejects(create("p"), awsException("AccessDeniedException", 403, /not available to new customers/));
		assert.deepEqual((await send(new ListSecurityProfilesCommand({}))).securityProfileIdentifiers, []);
		assert.deepEqual((await send(new ListActiveViolationsCommand({}))).activeViolations, []);
		await bench.enable("LOGGING_DISABLED_CHECK");
	});
});
