import assert from "node:assert/strict";
import { EmulatorClock } from "../../../host-tools/emulator/clock.js";
import { Journal } from "../../../host-tools/emulator/journal.js";
import { AuditResults } from "../../../host-tools/emulator/services/defender/audit/audit-results.js";
import type { ActionTasks } from "../../../host-tools/emulator/services/defender/mitigation/action-tasks.js";
import {
	AuditActionTasks,
	statisticsOf,
} from "../../../host-tools/emulator/services/defender/mitigation/audit-action-tasks.js";
import { DetectActionTasks } from "../../../host-tools/emulator/services/defender/mitigation/detect-action-tasks.js";
import { MitigationActions } from "../../../host-tools/emulator/services/defender/mitigation/mitigation-actions.js";
import { openRegistry } from "../../../host-tools/emulator/services/registry.js";
import { openStore } from "../../../host-tools/emulator/store/open-store.js";
import type { Store } from "../../../host-tools/emulator/store/store.js";
import { issued } from "../../host-tools/emulator/services/registry-fixture.js";
import { until } from "../../support/deadline.js";
import { TemporaryDirectories } from "../../support/temporary-directory.js";
import { LogCuts } from "./log-cuts.js";

const scope = { region: "us-east-1", accountId: "000000000000" };
const roleArn = "arn:aws:iam::000000000000:role/defender";
const checkName = "DEVICE_CERTIFICATE_EXPIRING_CHECK";
const names = ["a", "b", "c", "d", "e"];

describe("Mitigation tasks, whenever the emulator is killed", () => {
	const directories = new TemporaryDirectories();
	const clock = new EmulatorClock();
	afterEach(() => directories.remove());
	after(() => clock.close());

	const open = (store: Store) => {
		const registry = openRegistry({ clock, store });
		const results = new AuditResults(store);
		const parts = { store, clock, registry, results, cas: registry.caCertificates, journal: new Journal(clock) };
		const audits = new AuditActionTasks(parts);
		const detects = new DetectActionTasks(parts);
		return {
			registry,
			results,
			actions: new MitigationActions(store, clock),
			audits,
			detects,
			durable: () => store.durable(),
			async close() {
				audits.close();
				detects.close();
				registry.close();
				await store.close();
			},
		};
	};

	/** Five certificates, each of a thing and with a finding; two actions. */
	const prepared = async (cuts: LogCuts) => {
		const first = open(await cuts.open());
		const { certificates, things, thingGroups } = first.registry;
		thingGroups.createThingGroup("quarantine");
		for (const [at, name] of names.entries()) {
			const { certificateArn, certificateId } = certificates.addCertificate(issued(name), { status: "ACTIVE" });
			things.createThing(name);
			things.attachThingPrincipal(name, certificateArn);
			first.results.addFinding({
				taskId: "audit",
				checkName,
				taskStartTime: 1,
				findingTime: at + 1,
				severity: "HIGH",
				nonCompliantResource: {
					resourceType: "DEVICE_CERTIFICATE",
					resourceIdentifier: { deviceCertificateId: certificateId },
				},
				relatedResources: [],
				reasonForNonCompliance: "it expires",
				reasonForNonComplianceCode: "CERTIFICATE_APPROACHING_EXPIRATION",
				isSuppressed: false,
			});
		}
		const deactivate = { updateDeviceCertificateParams: { action: "DEACTIVATE" } } as const;
		const quarantine = { addThingsToThingGroupParams: { thingGroupNames: ["quarantine"] } };
		const actions = [
			first.actions.create("deactivate", roleArn, deactivate, scope),
			first.actions.create("quarantine", roleArn, quarantine, scope),
		];
		await first.durable();
		cuts.begin();
		return { first, actions };
	};
	type Opened = ReturnType<typeof open>;
	const ended = <Details, Item>(tasks: ActionTasks<Details, Item>) =>
		until("the task", () => {
			const task = tasks.describe("m");
			return task.taskStatus === "IN_PROGRESS" ? undefined : task;
		});
	const quarantined = ({ registry }: Opened) => [...registry.thingGroups.listThingsInThingGroup("quarantine")].sort();

	it("do each finding once, whatever they had done", async () => {
		const cuts = await LogCuts.make(directories);
		const { first, actions } = await prepared(cuts);
		const items = Array.from(first.results.listFindings(), ({ findingId }) => ({ findingId, checkName }));
		const details = {
			target: { auditTaskId: "audit" },
			auditCheckToActionsMapping: { [checkName]: ["deactivate", "quarantine"] },
			taskStatistics: statisticsOf(items),
		};
		first.audits.start({ taskId: "m", actions, clientRequestToken: "t" }, details, items);
		await first.durable();
		cuts.mark("started");
		await ended(first.audits);
		await first.durable();
		cuts.mark("ended");
		await first.close();

		const seen = [];
		for (const { directory, mark } of await cuts.all()) {
			const next = open(await openStore({ directory }));
			seen.push(mark);
			if (mark === undefined) {
				assert.throws(() => next.audits.describe("m"), { name: "ResourceNotFoundException" });
				assert.deepEqual(quarantined(next), []);
			} else {
				const { taskStatus, taskStatistics } = await ended(next.audits);
				const statuses = names.map(
					(name) => next.registry.certificates.findCertificate(issued(name).certificateId)?.status,
				);
				const executions = Array.from(next.audits.listExecutions("m"), (one) => `${one.findingId} ${one.actionName}`);
				assert.equal(taskStatus, "COMPLETED");
				assert.equal(taskStatistics[checkName]?.succeededFindingsCount, 5);
				assert.deepEqual(
					statuses,
					names.map(() => "INACTIVE"),
				);
				assert.deepEqual(quarantined(next), names);
				const wanted = items.flatMap(({ findingId }) => [`${findingId} deactivate`, `${findingId} quarantine`]);
				assert.deepEqual(executions, wanted);
			}
			await next.close();
		}
		// Nothing, the task with what it has to do, and after each of five findings.
		assert.deepEqual(seen, [undefined, "started", "started", "started", "started", "started", "ended"]);
	});

	it("leave what is left to nobody once they are canceled", async () => {
		const cuts = await LogCuts.make(directories);
		const { first, actions } = await prepared(cuts);
		const items = Array.from(first.results.listFindings(), ({ findingId }) => ({ findingId, checkName }));
		const details = {
			target: { auditTaskId: "audit" },
			auditCheckToActionsMapping: { [checkName]: ["quarantine"] },
			taskStatistics: statisticsOf(items),
		};
		first.audits.start({ taskId: "m", actions, clientRequestToken: "t" }, details, items);
		await until("two findings", () => (first.audits.describe("m").done === 2 ? true : undefined));
		first.audits.cancel("m");
		await first.durable();
		await first.close();

		const last = (await cuts.all()).at(-1);
		const next = open(await openStore({ directory: last?.directory }));
		const { taskStatus, taskStatistics } = next.audits.describe("m");
		assert.equal(taskStatus, "CANCELED");
		const { succeededFindingsCount, canceledFindingsCount } = taskStatistics[checkName] ?? {};
		assert.deepEqual([succeededFindingsCount, canceledFindingsCount, quarantined(next)], [2, 3, ["a", "b"]]);
		await next.close();
	});

	it("do each violation once, whatever they had done", async () => {
		const cuts = await LogCuts.make(directories);
		const { first, actions } = await prepared(cuts);
		const violators = names.map((thingName) => ({ violationId: `of-${thingName}`, thingName }));
		const counts = { executed: 0, skipped: 0, failed: 0 };
		const details = { target: { securityProfileName: "p" }, onlyActive: true, withSuppressed: false, ...counts };
		const task = { taskId: "m", actions: actions.slice(1), clientRequestToken: "t" };
		first.detects.start(task, details, violators);
		await first.durable();
		cuts.mark("started");
		await ended(first.detects);
		await first.close();

		for (const { directory, mark } of await cuts.all()) {
			const next = open(await openStore({ directory }));
			if (mark === undefined) assert.throws(() => next.detects.describe("m"));
			else {
				const { taskStatus, executed } = await ended(next.detects);
				assert.deepEqual([taskStatus, executed, quarantined(next)], ["SUCCESSFUL", 5, names]);
				const executions = Array.from(next.detects.listExecutions(), ({ violationId }) => violationId);
				assert.deepEqual(
					executions,
					violators.map(({ violationId }) => violationId),
				);
			}
			await next.close();
		}
	});
});
