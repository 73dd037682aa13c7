import assert from "node:assert/strict";
import {
	CancelAuditTaskCommand,
	CreateAuditSuppressionCommand,
	CreateScheduledAuditCommand,
	DeleteAccountAuditConfigurationCommand,
	DeleteAuditSuppressionCommand,
	DescribeAccountAuditConfigurationCommand,
	DescribeAuditFindingCommand,
	DescribeAuditSuppressionCommand,
	DescribeAuditTaskCommand,
	DescribeScheduledAuditCommand,
	ListAuditFindingsCommand,
	ListAuditSuppressionsCommand,
	ListAuditTasksCommand,
	ListRelatedResourcesForAuditFindingCommand,
	ListScheduledAuditsCommand,
	StartOnDemandAuditTaskCommand,
	UpdateAuditSuppressionCommand,
	UpdateScheduledAuditCommand,
} from "@aws-sdk/client-iot";
import { auditChecks } from "../../../../../../host-tools/emulator/services/defender/audit/checks/audit-checks.js";
import { awsException } from "../../../http/test-control-plane.js";
import { DefenderBench, roleArn } from "../defender-bench.js";

const expiring = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
const shared = "DEVICE_CERTIFICATE_SHARED_CHECK";
const logging = "LOGGING_DISABLED_CHECK";
const dayMs = 24 * 3600 * 1000;

describe("audits", () => {
	let bench: DefenderBench;
	const send: DefenderBench["plane"]["iot"]["send"] = ((command: never) => bench.plane.iot.send(command)) as never;
	beforeEach(async () => {
		bench = await DefenderBench.start();
	});
	afterEach(() => bench.close());
	const invalid = (message: RegExp) => awsException("InvalidRequestException", 400, message);
	const period = () => ({
		startTime: new Date(bench.plane.clock.now() - dayMs),
		endTime: new Date(bench.plane.clock.now() + dayMs),
	});

	it("are configured check by check", async () => {
		const describe = () => send(new DescribeAccountAuditConfigurationCommand({}));
		const before = await describe();
		assert.equal(before.roleArn, undefined);
		assert.deepEqual(Object.keys(before.auditCheckConfigurations ?? {}), [...auditChecks.keys()]);
		assert.equal(auditChecks.size, 17);
		await assert.rejects(bench.configure({ [expiring]: { enabled: false } }), invalid(/must enable a check/));
		await assert.rejects(bench.enable("NO_CHECK"), invalid(/no audit check "NO_CHECK"/));
		const configuration = { CERT_EXPIRATION_THRESHOLD_IN_DAYS: "60" };
		await assert.rejects(
			bench.configure({ [expiring]: { enabled: true, configuration: { CERT_EXPIRATION_THRESHOLD_IN_DAYS: "1" } } }),
			invalid(/30 to 3652/),
		);
		await assert.rejects(bench.configure({ [logging]: { enabled: true, configuration } }), invalid(/no configuration/));
		await bench.configure({ [expiring]: { enabled: true, configuration } });
		const after = await describe();
		assert.equal(after.roleArn, roleArn);
		assert.deepEqual(after.auditCheckConfigurations?.[expiring], { enabled: true, configuration });
		await assert.rejects(
			send(new StartOnDemandAuditTaskCommand({ targetCheckNames: [shared] })),
			invalid(/SHARED_CHECK is not enabled/),
		);
		await send(new DeleteAccountAuditConfigurationCommand({}));
		await assert.rejects(
			send(new DeleteAccountAuditConfigurationCommand({})),
			awsException("ResourceNotFoundException", 404),
		);
	});

	it("find, tell, list and page", async () => {
		const soon = bench.plane.clock.now() + 10 * dayMs;
		const ids = Array.from({ length: 5 }, (_, index) => bench.addCertificate(`c${index}`, soon).certificateId);
		bench.addCertificate("other");
		await bench.enable(expiring, logging);
		const { taskId, task, findings } = await bench.audit(expiring, logging);
		assert.match(taskId, /^[0-9a-f]{32}$/);
		assert.deepEqual([task.taskStatus, task.taskType], ["COMPLETED", "ON_DEMAND_AUDIT_TASK"]);
		assert.deepEqual(task.auditDetails?.[expiring], {
			checkRunStatus: "COMPLETED_NON_COMPLIANT",
			checkCompliant: false,
			totalResourcesCount: 6,
			nonCompliantResourcesCount: 5,
		});
		assert.equal(task.taskStatistics?.nonCompliantChecks, 2);
		const found = findings.filter(({ checkName }) => checkName === expiring);
		assert.deepEqual(
			found.map(({ nonCompliantResource }) => nonCompliantResource?.resourceIdentifier?.deviceCertificateId).sort(),
			ids.sort(),
		);
		const [one] = found;
		assert.equal(one?.severity, "MEDIUM");
		assert.equal(one?.reasonForNonComplianceCode, "CERTIFICATE_APPROACHING_EXPIRATION");
		assert.deepEqual(one?.nonCompliantResource?.additionalInfo, { EXPIRATION_TIME: String(soon) });
		const described = await send(new DescribeAuditFindingCommand({ findingId: one?.findingId }));
		assert.deepEqual(described.finding, one);
		const first = await send(new ListAuditFindingsCommand({ taskId, maxResults: 4 }));
		const second = await send(new ListAuditFindingsCommand({ taskId, maxResults: 4, nextToken: first.nextToken }));
		assert.deepEqual([...(first.findings ?? []), ...(second.findings ?? [])], findings);
		assert.equal(second.nextToken, undefined);
		const resourceIdentifier = { deviceCertificateId: ids[0] };
		const ofOne = await send(new ListAuditFindingsCommand({ ...period(), checkName: expiring, resourceIdentifier }));
		assert.equal(ofOne.findings?.length, 1);
		await assert.rejects(send(new ListAuditFindingsCommand({})), invalid(/taskId, or startTime/));
		await assert.rejects(send(new ListAuditFindingsCommand({ taskId, ...period() })), invalid(/not both/));
		const tasks = await send(new ListAuditTasksCommand({ ...period(), taskStatus: "COMPLETED" }));
		assert.deepEqual(tasks.tasks, [{ taskId, taskStatus: "COMPLETED", taskType: "ON_DEMAND_AUDIT_TASK" }]);
		assert.equal(
			(await send(new ListAuditTasksCommand({ ...period(), taskType: "SCHEDULED_AUDIT_TASK" }))).tasks?.length,
			0,
		);
		const related = await send(new ListRelatedResourcesForAuditFindingCommand({ findingId: one?.findingId }));
		assert.deepEqual(related.relatedResources, []);
		await assert.rejects(send(new CancelAuditTaskCommand({ taskId })), invalid(/is COMPLETED/));
		await assert.rejects(
			send(new DescribeAuditTaskCommand({ taskId: "f".repeat(32) })),
			awsException("ResourceNotFoundException", 404),
		);
	});

	it("leave suppressed findings out of what is non-compliant", async () => {
		const { certificateId } = bench.addCertificate("c", bench.plane.clock.now() - 1);
		await bench.enable(expiring);
		const key = { checkName: expiring, resourceIdentifier: { deviceCertificateId: certificateId } };
		const expirationDate = new Date(Math.ceil(bench.plane.clock.now() / 1000) * 1000 + dayMs);
		const create = (input: object) => send(new CreateAuditSuppressionCommand({ ...key, ...input }));
		await assert.rejects(create({}), invalid(/either expirationDate or suppressIndefinitely/));
		await assert.rejects(create({ expirationDate: new Date(1000) }), invalid(/in the future/));
		await assert.rejects(
			create({ resourceIdentifier: { clientId: "c" }, suppressIndefinitely: true }),
			invalid(/names a deviceCertificateId/),
		);
		await create({ expirationDate, description: "known", clientRequestToken: "t" });
		await create({ expirationDate, description: "known", clientRequestToken: "t" });
		await assert.rejects(
			create({ expirationDate, clientRequestToken: "u" }),
			awsException("ResourceAlreadyExistsException", 409),
		);
		const described = await send(new DescribeAuditSuppressionCommand(key));
		assert.deepEqual([described.expirationDate, described.description], [expirationDate, "known"]);
		const { task, findings, taskId } = await bench.audit(expiring);
		assert.equal(task.auditDetails?.[expiring]?.checkRunStatus, "COMPLETED_COMPLIANT");
		assert.equal(task.auditDetails?.[expiring]?.suppressedNonCompliantResourcesCount, 1);
		assert.equal(findings[0]?.isSuppressed, true);
		assert.equal(findings[0]?.reasonForNonCompliance, "Certificate is past its expiration.");
		const listed = await send(new ListAuditFindingsCommand({ taskId, listSuppressedFindings: false }));
		assert.deepEqual(listed.findings, []);
		await send(new UpdateAuditSuppressionCommand({ ...key, suppressIndefinitely: true }));
		const list = async () => (await send(new ListAuditSuppressionsCommand({ checkName: expiring }))).suppressions;
		assert.deepEqual(await list(), [{ ...key, suppressIndefinitely: true, description: "known" }]);
		await send(new DeleteAuditSuppressionCommand(key));
		assert.deepEqual(await list(), []);
		assert.equal((await bench.audit(expiring)).task.auditDetails?.[expiring]?.checkCompliant, false);
	});

	it("are performed by the calendar", async () => {
		await bench.enable(logging, expiring);
		const scheduledAuditName = "daily";
		const create = (input: object) =>
			send(
				new CreateScheduledAuditCommand({
					scheduledAuditName,
					frequency: "DAILY",
					targetCheckNames: [logging],
					...input,
				}),
			);
		await assert.rejects(create({ frequency: "WEEKLY" }), invalid(/dayOfWeek must be one of/));
		await assert.rejects(create({ frequency: "MONTHLY", dayOfMonth: "32" }), invalid(/1 to 31, or LAST/));
		await assert.rejects(create({ targetCheckNames: [shared] }), invalid(/not enabled/));
		const { scheduledAuditArn } = await create({});
		assert.equal(scheduledAuditArn, "arn:aws:iot:us-east-1:000000000000:scheduledaudit/daily");
		await assert.rejects(create({}), awsException("ResourceAlreadyExistsException", 409));
		await assert.rejects(bench.configure({ [logging]: { enabled: false } }), invalid(/a scheduled audit has it/));
		assert.deepEqual((await send(new ListScheduledAuditsCommand({}))).scheduledAudits, [
			{ scheduledAuditName, scheduledAuditArn, frequency: "DAILY" },
		]);
		bench.plane.clock.advance(dayMs);
		const all = { startTime: new Date(0), endTime: new Date(bench.plane.clock.now() + dayMs) };
		const { tasks = [] } = await send(new ListAuditTasksCommand(all));
		assert.equal(tasks.length, 1);
		const task = await bench.ended(tasks[0]?.taskId ?? "");
		assert.deepEqual([task.taskType, task.scheduledAuditName], ["SCHEDULED_AUDIT_TASK", "daily"]);
		assert.equal(task.auditDetails?.[logging]?.checkRunStatus, "COMPLETED_NON_COMPLIANT");
		await send(
			new UpdateScheduledAuditCommand({
				scheduledAuditName,
				frequency: "MONTHLY",
				dayOfMonth: "LAST",
				targetCheckNames: [expiring],
			}),
		);
		const described = await send(new DescribeScheduledAuditCommand({ scheduledAuditName }));
		assert.deepEqual([described.dayOfMonth, described.targetCheckNames], ["LAST", [expiring]]);
		await send(new DeleteAccountAuditConfigurationCommand({ deleteScheduledAudits: true }));
		await assert.rejects(
			send(new DescribeScheduledAuditCommand({ scheduledAuditName })),
			awsException("ResourceNotFoundException", 404),
		);
	});

	it("leave the others their turns, and can be canceled", async () => {
		for (let index = 0; index < 3000; index++) bench.addCertificate(`c${index}`, 1);
		await bench.enable(expiring);
		const started = await send(new StartOnDemandAuditTaskCommand({ targetCheckNames: [expiring] }));
		await send(new CancelAuditTaskCommand({ taskId: started.taskId }));
		const task = await bench.ended(started.taskId ?? "");
		assert.equal(task.taskStatus, "CANCELED");
		assert.equal(task.auditDetails?.[expiring]?.checkRunStatus, "CANCELED");
	});
});
