import assert from "node:assert/strict";
import {
	CancelAuditMitigationActionsTaskCommand,
	CreateMitigationActionCommand,
	DeleteMitigationActionCommand,
	DescribeAuditMitigationActionsTaskCommand,
	DescribeMitigationActionCommand,
	ListAuditMitigationActionsExecutionsCommand,
	ListAuditMitigationActionsTasksCommand,
	ListMitigationActionsCommand,
	type MitigationActionParams,
	StartAuditMitigationActionsTaskCommand,
	UpdateMitigationActionCommand,
} from "@aws-sdk/client-iot";
import { awsException } from "../../../http/test-control-plane.js";
import { DefenderBench, roleArn } from "../defender-bench.js";

const expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
const permissive = "IOT_POLICY_OVERLY_PERMISSIVE_CHECK";
const logging = "LOGGING_DISABLED_CHECK";
const deactivate = { updateDeviceCertificateParams: { action: "DEACTIVATE" } } as const;
const blank = { replaceDefaultPolicyVersionParams: { templateName: "BLANK_POLICY" } } as const;
const quarantine = { addThingsToThingGroupParams: { thingGroupNames: ["quarantine"] } };

describe("mitigation of audit findings", () => {
	let bench: DefenderBench;
	const send: DefenderBench["plane"]["iot"]["send"] = ((command: never) => bench.plane.iot.send(command)) as never;
	beforeEach(async () => {
		bench = await DefenderBench.start();
		await bench.enable(expiring, permissive, logging);
	});
	afterEach(() => bench.close());
	const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);
	const create = (actionName: string, actionParams: MitigationActionParams) =>
		send(new CreateMitigationActionCommand({ actionName, roleArn, actionParams }));
	const ended = async (taskId: string) => {
		for (;;) {
			const task = await send(new DescribeAuditMitigationActionsTaskCommand({ taskId }));
			if (task.taskStatus !== "IN_PROGRESS") return task;
		}
	};
	const mitigate = async (target: object, auditCheckToActionsMapping: Record<string, string[]>, taskId = "m") => {
		await send(new StartAuditMitigationActionsTaskCommand({ taskId, target, auditCheckToActionsMapping }));
		return ended(taskId);
	};

	it("has actions of one kind each", async () => {
		const { actionArn, actionId } = await create("deactivate", deactivate);
		assert.equal(actionArn, "arn:aws:iot:us-east-1:000000000000:mitigationaction/deactivate");
		assert.match(actionId ?? "", /^[0-9a-f-]{36}$/);
		await assert.rejects(create("deactivate", deactivate), awsException("ResourceAlreadyExistsException", 409));
		await assert.rejects(create("two", { ...deactivate, ...blank } as never), invalid(/exactly one of/));
		await assert.rejects(create("none", {} as never), invalid(/exactly one of/));
		const actionParams = { addThingsToThingGroupParams: { thingGroupNames: [] } };
		await assert.rejects(create("none", actionParams), invalid(/1 to 10 names/));
		const described = await send(new DescribeMitigationActionCommand({ actionName: "deactivate" }));
		assert.deepEqual(
			[described.actionType, described.actionParams, described.roleArn],
			["UPDATE_DEVICE_CERTIFICATE", deactivate, roleArn],
		);
		await assert.rejects(
			send(new UpdateMitigationActionCommand({ actionName: "deactivate", actionParams: blank })),
			invalid(/type of an action cannot change/),
		);
		await send(new UpdateMitigationActionCommand({ actionName: "deactivate", roleArn: `${roleArn}2` }));
		const list = async (query = {}) => (await send(new ListMitigationActionsCommand(query))).actionIdentifiers ?? [];
		assert.deepEqual(
			(await list()).map(({ actionName }) => actionName),
			["deactivate"],
		);
		assert.equal((await list({ actionType: "ENABLE_IOT_LOGGING" })).length, 0);
		await send(new DeleteMitigationActionCommand({ actionName: "deactivate" }));
		assert.equal((await list()).length, 0);
	});

	it("deactivates certificates and puts their things into a group", async () => {
		const { certificates, things, thingGroups } = bench.plane.registry;
		const { certificateId, certificateArn } = bench.addCertificate("c", 1);
		const alone = bench.addCertificate("alone", 1);
		things.createThing("t");
		things.attachThingPrincipal("t", certificateArn);
		thingGroups.createThingGroup("quarantine");
		await create("deactivate", deactivate);
		await create("quarantine", quarantine);
		const { taskId, findings } = await bench.audit(expiring);
		const task = await mitigate({ auditTaskId: taskId }, { [expiring]: ["deactivate", "quarantine"] });
		assert.equal(task.taskStatus, "COMPLETED");
		assert.deepEqual(task.taskStatistics?.[expiring], {
			totalFindingsCount: 2,
			failedFindingsCount: 0,
			succeededFindingsCount: 1,
			skippedFindingsCount: 1,
			canceledFindingsCount: 0,
		});
		assert.equal(task.actionsDefinition?.length, 2);
		assert.equal(certificates.describeCertificate(certificateId).status, "INACTIVE");
		assert.equal(certificates.describeCertificate(alone.certificateId).status, "INACTIVE");
		assert.deepEqual([...thingGroups.listThingsInThingGroup("quarantine")], ["t"]);
		const findingId = findings.find(
			({ nonCompliantResource }) => nonCompliantResource?.resourceIdentifier?.deviceCertificateId === certificateId,
		)?.findingId;
		const executions = await send(new ListAuditMitigationActionsExecutionsCommand({ taskId: "m", findingId }));
		assert.deepEqual(
			executions.actionsExecutions?.map(({ actionName, status }) => [actionName, status]),
			[
				["deactivate", "COMPLETED"],
				["quarantine", "COMPLETED"],
			],
		);
		const times = { startTime: new Date(0), endTime: new Date(bench.plane.clock.now() + 1000) };
		const listed = await send(new ListAuditMitigationActionsTasksCommand({ ...times, auditTaskId: taskId }));
		assert.deepEqual(
			listed.tasks?.map((one) => one.taskId),
			["m"],
		);
		await send(new CancelAuditMitigationActionsTaskCommand({ taskId: "m" }));
	});

	it("replaces policies by one that allows nothing, enables logging, and tells of notifications", async () => {
		bench.addPolicy("p", { Effect: "Allow", Action: "iot:*", Resource: "*" });
		await create("blank", blank);
		await create("log", { enableIoTLoggingParams: { roleArnForLogging: roleArn, logLevel: "ERROR" } });
		await create("tell", { publishFindingToSnsParams: { topicArn: "arn:aws:sns:us-east-1:000000000000:t" } });
		const { taskId } = await bench.audit(permissive, logging);
		const task = await mitigate({ auditTaskId: taskId }, { [permissive]: ["blank", "tell"], [logging]: ["log"] });
		assert.equal(task.taskStatistics?.[permissive]?.succeededFindingsCount, 1);
		assert.equal(bench.plane.registry.policies.getPolicy("p").defaultVersionId, 2);
		assert.equal(bench.plane.registry.logging.defaultLevel, "ERROR");
		const [told] = bench.plane.journal.list().filter(({ code }) => code === "sns-notification");
		assert.match(told?.reason ?? "", /would publish on arn:aws:sns.*IOT_POLICY_OVERLY_PERMISSIVE_CHECK/);
		assert.deepEqual((await bench.audit(permissive, logging)).findings, []);
	});

	it("takes the actions that AWS takes for a check, and each task once", async () => {
		bench.addPolicy("p", { Effect: "Allow", Action: "iot:*", Resource: "*" });
		await create("blank", blank);
		await create("deactivate", deactivate);
		const { findings } = await bench.audit(permissive);
		const findingIds = [findings[0]?.findingId ?? ""];
		await assert.rejects(
			mitigate({ findingIds }, { [permissive]: ["deactivate"] }),
			invalid(/UPDATE_DEVICE_CERTIFICATE \("deactivate"\) is no action for/),
		);
		await assert.rejects(mitigate({ findingIds }, { [permissive]: ["none"] }), invalid(/no mitigation action "none"/));
		await assert.rejects(mitigate({}, { [permissive]: ["blank"] }), invalid(/either auditTaskId or findingIds/));
		await assert.rejects(mitigate({ findingIds: ["x"] }, { [permissive]: ["blank"] }), invalid(/no audit finding "x"/));
		await mitigate({ findingIds }, { [permissive]: ["blank"] });
		await assert.rejects(
			mitigate({ findingIds }, { [permissive]: ["blank"] }),
			awsException("TaskAlreadyExistsException", 400),
		);
	});

	it("leaves out what the reason code filter leaves out, and what is suppressed", async () => {
		bench.addCertificate("c", 1);
		await create("deactivate", deactivate);
		const { taskId } = await bench.audit(expiring);
		const filter = { [expiring]: ["CERTIFICATE_APPROACHING_EXPIRATION"] };
		const target = { auditTaskId: taskId, auditCheckToReasonCodeFilter: filter };
		assert.deepEqual((await mitigate(target, { [expiring]: ["deactivate"] })).taskStatistics, {});
	});
});
