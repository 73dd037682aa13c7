import assert from "node:assert/strict";
import {
	CreateMitigationActionCommand,
	DescribeAuditMitigationActionsTaskCommand,
	StartAuditMitigationActionsTaskCommand,
} from "@aws-sdk/client-iot";
import { TestAuthority } from "../../../../../../support/test-authority.js";
import { DefenderBench, roleArn } from "../../defender-bench.js";

const check = "CA_CERTIFICATE_EXPIRING_CHECK";

describe("checks of CA certificates", () => {
	let bench: DefenderBench;
	beforeEach(async () => {
		bench = await DefenderBench.start();
	});
	afterEach(() => bench.close());

	it("find one that expires soon, which mitigation deactivates", async () => {
		const { caCertificates } = bench.plane.registry;
		const authority = await TestAuthority.make("CN=Vendor");
		const { certificateId } = caCertificates.registerCaCertificate({
			caCertificate: authority.certificatePem,
			certificateMode: "SNI_ONLY",
			setAsActive: true,
		});
		await bench.enable(check);
		const { taskId, findings } = await bench.audit(check);
		assert.deepEqual(
			findings.map(({ nonCompliantResource, reasonForNonComplianceCode }) => [
				nonCompliantResource?.resourceIdentifier,
				reasonForNonComplianceCode,
			]),
			[[{ caCertificateId: certificateId }, "CERTIFICATE_APPROACHING_EXPIRATION"]],
		);
		const { iot } = bench.plane;
		const actionParams = { updateCACertificateParams: { action: "DEACTIVATE" } } as const;
		await iot.send(new CreateMitigationActionCommand({ actionName: "d", roleArn, actionParams }));
		await iot.send(
			new StartAuditMitigationActionsTaskCommand({
				taskId: "m",
				target: { auditTaskId: taskId },
				auditCheckToActionsMapping: { [check]: ["d"] },
				clientRequestToken: "t",
			}),
		);
		const describe = () => iot.send(new DescribeAuditMitigationActionsTaskCommand({ taskId: "m" }));
		while ((await describe()).taskStatus === "IN_PROGRESS");
		assert.equal(caCertificates.describeCaCertificate(certificateId).status, "INACTIVE");
		assert.deepEqual((await bench.audit(check)).findings, []);
	});
});
