import assert from "node:assert/strict";
import {
	type ActiveViolation,
	AttachSecurityProfileCommand,
	type Behavior,
	CreateDimensionCommand,
	CreateMitigationActionCommand,
	CreateSecurityProfileCommand,
	DeleteSecurityProfileCommand,
	DescribeDetectMitigationActionsTaskCommand,
	ListActiveViolationsCommand,
	ListDetectMitigationActionsExecutionsCommand,
	ListMetricValuesCommand,
	ListViolationEventsCommand,
	PutVerificationStateOnViolationCommand,
	StartDetectMitigationActionsTaskCommand,
} from "@aws-sdk/client-iot";
import { awsException } from "../../../http/test-control-plane.js";
import { DefenderBench, roleArn } from "../defender-bench.js";

const minute = 60_000;
const prefix = "arn:aws:iot:us-east-1:000000000000:";
const sent: Behavior = {
	name: "sent",
	metric: "aws:num-messages-sent",
	criteria: { comparisonOperator: "less-than-equals", value: { count: 2 }, durationSeconds: 300 },
};

describe("Detect", () => {
	let bench: DefenderBench;
	let certificateId: string;
	const send: DefenderBench["plane"]["iot"]["send"] = ((command: never) => bench.plane.iot.send(command)) as never;
	beforeEach(async () => {
		bench = await DefenderBench.start();
		certificateId = bench.addCertificate("c").certificateId;
		bench.plane.registry.things.createThing("t");
		// To the beginning of a window.
		bench.plane.clock.advance(5 * minute - (bench.plane.clock.now() % (5 * minute)) + 1000);
	});
	afterEach(() => bench.close());
	const watch = async (behaviors: Behavior[], target = "all/things") => {
		const alertTargets = { SNS: { alertTargetArn: "arn:aws:sns:us-east-1:000000000000:alerts", roleArn } };
		await send(new CreateSecurityProfileCommand({ securityProfileName: "p", behaviors, alertTargets }));
		const securityProfileTargetArn = `${prefix}${target}`;
		await send(new AttachSecurityProfileCommand({ securityProfileName: "p", securityProfileTargetArn }));
	};
	const active = async (query = {}): Promise<ActiveViolation[]> =>
		(await send(new ListActiveViolationsCommand(query))).activeViolations ?? [];
	const events = async () => {
		const period = { startTime: new Date(0), endTime: new Date(bench.plane.clock.now() + minute) };
		const { violationEvents = [] } = await send(new ListViolationEventsCommand(period));
		return violationEvents.map(({ thingName, violationEventType }) => [thingName, violationEventType]);
	};
	const pass = (minutes: number) => bench.plane.clock.advance(minutes * minute);
	const publish = (times: number, topic?: string, bytes?: number) => {
		for (let count = 0; count < times; count++) bench.publish("t", topic, bytes);
	};

	it("alarms when a device does too much in a window, and clears when it does not", async () => {
		await watch([sent]);
		bench.connect("t", certificateId);
		publish(3);
		assert.deepEqual(await active(), []);
		pass(5);
		const [violation] = await active();
		assert.match(violation?.violationId ?? "", /^[0-9a-f]{32}$/);
		assert.deepEqual([violation?.thingName, violation?.lastViolationValue], ["t", { count: 3 }]);
		assert.deepEqual(violation?.behavior, sent);
		const told = bench.plane.journal.list().filter(({ plane }) => plane === "detect");
		assert.match(told[0]?.reason ?? "", /would alert arn:aws:sns.*"sent" of security profile "p" is in-alarm/);
		pass(5);
		assert.deepEqual(await active(), []);
		assert.deepEqual(await events(), [
			["t", "alarm-cleared"],
			["t", "in-alarm"],
		]);
	});

	it("waits for consecutive datapoints in longer windows", async () => {
		const criteria = { ...sent.criteria, durationSeconds: 600, consecutiveDatapointsToAlarm: 2 };
		await watch([{ ...sent, criteria }]);
		for (let window = 0; window < 2; window++) {
			publish(3);
			pass(5);
			publish(3);
			pass(5);
			if (window === 0) assert.deepEqual(await active(), []);
		}
		pass(10);
		assert.deepEqual((await events()).at(-1), ["t", "in-alarm"]);
	});

	it("looks at sizes, addresses, disconnects, attempts and failures", async () => {
		const count = (name: string, metric: string, value: number): Behavior => ({
			name,
			metric,
			criteria: { comparisonOperator: "less-than", value: { count: value }, durationSeconds: 300 },
		});
		await watch([
			{
				name: "size",
				metric: "aws:message-byte-size",
				criteria: { comparisonOperator: "less-than-equals", value: { count: 512 } },
			},
			{
				name: "address",
				metric: "aws:source-ip-address",
				criteria: { comparisonOperator: "in-cidr-set", value: { cidrs: ["127.0.0.0/8"] } },
			},
			count("disconnects", "aws:num-disconnects", 1),
			count("attempts", "aws:num-connection-attempts", 2),
			count("failures", "aws:num-authorization-failures", 1),
			count("received", "aws:num-messages-received", 1),
		]);
		const connection = bench.connect("t", certificateId, "192.0.2.1");
		(connection.filters as Map<string, 0 | 1>).set("a/#", 1);
		publish(1, "a/b", 513);
		bench.plane.journal.add({ plane: "connect", code: "policy-denied", reason: "no", clientId: "t", certificateId });
		bench.disconnect("t");
		pass(5);
		assert.deepEqual((await active()).map((one) => one.behavior?.name).sort(), [
			"address",
			"attempts",
			"disconnects",
			"failures",
			"received",
			"size",
		]);
		const values = await send(
			new ListMetricValuesCommand({
				thingName: "t",
				metricName: "aws:message-byte-size",
				startTime: new Date(0),
				endTime: new Date(bench.plane.clock.now() + minute),
			}),
		);
		assert.deepEqual(
			values.metricDatumList?.map(({ value }) => value),
			[{ count: 513 }],
		);
	});

	it("counts only the topics of a dimension, and only the targets of a profile", async () => {
		const dimension = { name: "own", type: "TOPIC_FILTER" as const, stringValues: ["own/#"] };
		await send(new CreateDimensionCommand({ ...dimension, clientRequestToken: "t" }));
		await watch([{ ...sent, metricDimension: { dimensionName: "own", operator: "NOT_IN" } }], "all/registered-things");
		bench.connect("t", certificateId);
		publish(3, "own/a");
		for (let count = 0; count < 9; count++) bench.publish("unregistered", "other");
		pass(5);
		assert.deepEqual(await active(), []);
		publish(3, "other");
		pass(5);
		assert.deepEqual(
			(await active()).map(({ thingName }) => thingName),
			["t"],
		);
	});

	it("compares devices with a statistic over all of them", async () => {
		const statisticalThreshold = { statistic: "p50" };
		const criteria = { comparisonOperator: "less-than-equals", statisticalThreshold, durationSeconds: 300 } as const;
		await watch([{ ...sent, criteria }]);
		for (const [clientId, times] of [
			["d1", 1],
			["d2", 2],
			["d3", 30],
		] as const) {
			for (let count = 0; count < times; count++) bench.publish(clientId);
		}
		pass(5);
		assert.deepEqual(
			(await active()).map(({ thingName }) => thingName),
			["d3"],
		);
		assert.equal((await active({ behaviorCriteriaType: "STATISTICAL" })).length, 1);
		assert.equal((await active({ behaviorCriteriaType: "STATIC" })).length, 0);
	});

	it("invalidates alarms that nobody can clear", async () => {
		const never = { ...sent.criteria, consecutiveDatapointsToClear: 10 };
		await watch([{ ...sent, criteria: never }]);
		publish(3);
		pass(5);
		assert.equal((await active()).length, 1);
		await send(new DeleteSecurityProfileCommand({ securityProfileName: "p" }));
		assert.deepEqual(await active(), []);
		assert.deepEqual((await events())[0], ["t", "alarm-invalidated"]);
	});

	it("takes a verdict on violations", async () => {
		await watch([sent]);
		publish(3);
		pass(5);
		const [violation] = await active({ verificationState: "UNKNOWN" });
		const verdict = { verificationState: "TRUE_POSITIVE", verificationStateDescription: "it is" } as const;
		await send(new PutVerificationStateOnViolationCommand({ violationId: violation?.violationId, ...verdict }));
		assert.deepEqual((await active({ verificationState: "TRUE_POSITIVE" }))[0]?.verificationStateDescription, "it is");
		await assert.rejects(
			send(new PutVerificationStateOnViolationCommand({ violationId: "f", ...verdict })),
			awsException("InvalidRequestException", 400),
		);
	});

	it("is mitigated by putting things into groups, and by nothing else", async () => {
		bench.plane.registry.thingGroups.createThingGroup("quarantine");
		const create = (actionName: string, actionParams: object) =>
			send(new CreateMitigationActionCommand({ actionName, roleArn, actionParams }));
		await create("group", { addThingsToThingGroupParams: { thingGroupNames: ["quarantine"] } });
		await create("tell", { publishFindingToSnsParams: { topicArn: "arn:aws:sns:us-east-1:000000000000:t" } });
		await watch([sent]);
		publish(3);
		pass(5);
		const start = (actions: string[]) =>
			send(
				new StartDetectMitigationActionsTaskCommand({
					taskId: "m",
					target: { securityProfileName: "p" },
					actions,
					includeOnlyActiveViolations: true,
					clientRequestToken: "t",
				}),
			);
		await assert.rejects(
			start(["tell"]),
			awsException("InvalidRequestException", 400, /ADD_THINGS_TO_THING_GROUP only/),
		);
		await start(["group"]);
		for (;;) {
			const { taskSummary } = await send(new DescribeDetectMitigationActionsTaskCommand({ taskId: "m" }));
			if (taskSummary?.taskStatus === "IN_PROGRESS") continue;
			assert.equal(taskSummary?.taskStatus, "SUCCESSFUL");
			assert.deepEqual(taskSummary?.taskStatistics, { actionsExecuted: 1, actionsFailed: 0, actionsSkipped: 0 });
			break;
		}
		assert.deepEqual([...bench.plane.registry.thingGroups.listThingsInThingGroup("quarantine")], ["t"]);
		const executions = await send(new ListDetectMitigationActionsExecutionsCommand({ taskId: "m" }));
		assert.deepEqual(
			executions.actionsExecutions?.map(({ thingName, status }) => [thingName, status]),
			[["t", "SUCCESSFUL"]],
		);
	});
});
