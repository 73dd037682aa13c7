import assert from "node:assert/strict";
import { CreateRoleAliasCommand, SetV2LoggingOptionsCommand } from "@aws-sdk/client-iot";
import { auditChecks } from "../../../../../../../host-tools/emulator/services/defender/audit/checks/audit-checks.js";
import { DefenderBench, roleArn } from "../../defender-bench.js";

describe("checks of settings and ages", () => {
	let bench: DefenderBench;
	beforeEach(async () => {
		bench = await DefenderBench.start();
		await bench.enable(...auditChecks.keys());
	});
	afterEach(() => bench.close());

	it("find that logging is disabled, until it is not", async () => {
		const check = "LOGGING_DISABLED_CHECK";
		const [finding] = (await bench.audit(check)).findings;
		assert.deepEqual(finding?.nonCompliantResource, {
			resourceType: "ACCOUNT_SETTINGS",
			resourceIdentifier: { account: "000000000000" },
		});
		assert.deepEqual([finding?.severity, finding?.reasonForNonComplianceCode], ["LOW", "LOGGING_DISABLED"]);
		await bench.plane.iot.send(new SetV2LoggingOptionsCommand({ roleArn, defaultLogLevel: "ERROR" }));
		assert.deepEqual((await bench.audit(check)).findings, []);
	});

	it("find old certificates by the configured age", async () => {
		const check = "DEVICE_CERTIFICATE_AGE_CHECK";
		bench.addCertificate("c");
		bench.plane.clock.advance(31 * 24 * 3600 * 1000);
		assert.deepEqual((await bench.audit(check)).findings, []);
		await bench.configure({ [check]: { configuration: { CERT_AGE_THRESHOLD_IN_DAYS: "30" } } });
		const [finding] = (await bench.audit(check)).findings;
		assert.equal(finding?.reasonForNonComplianceCode, "CERTIFICATE_PAST_AGE_THRESHOLD");
	});

	it("all end, and say where they cannot decide", async () => {
		const all = [...auditChecks.keys()];
		const { task } = await bench.audit(...all);
		assert.equal(task.taskStatus, "COMPLETED");
		assert.equal(task.taskStatistics?.failedChecks, 0);
		await bench.plane.iot.send(new CreateRoleAliasCommand({ roleAlias: "r", roleArn }));
		const check = "IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK";
		const after = await bench.audit(check);
		assert.equal(after.task.auditDetails?.[check]?.checkRunStatus, "FAILED");
		assert.equal(after.task.auditDetails?.[check]?.errorCode, "INSUFFICIENT_PERMISSIONS");
	});

	it("find policies by their default version", async () => {
		const check = "IOT_POLICY_OVERLY_PERMISSIVE_CHECK";
		bench.addPolicy("p", { Effect: "Allow", Action: ["iot:Connect", "iot:Publish"], Resource: "*" });
		const [finding] = (await bench.audit(check)).findings;
		assert.deepEqual(finding?.nonCompliantResource?.resourceIdentifier, {
			policyVersionIdentifier: { policyName: "p", policyVersionId: "1" },
		});
		assert.equal(
			finding?.reasonForNonCompliance,
			"Policy allows broad access to IoT data plane actions: [iot:Connect, iot:Publish].",
		);
	});
});
