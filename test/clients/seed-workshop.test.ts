import assert from "node:assert/strict";
import { until } from "../support/deadline.js";
import { eventually } from "./support/eventually.js";
import { whyMissing } from "./support/installed-clients.js";
import { LocalBench } from "./support/local-bench.js";
import { publish, type Subscriber, subscribe, whyNoMosquitto } from "./support/mosquitto.js";

interface Finding {
	readonly checkName: string;
	readonly reasonForNonComplianceCode: string;
	readonly nonCompliantResource: { readonly resourceIdentifier: { readonly deviceCertificateId: string } };
}

const checkNames = ["DEVICE_CERTIFICATE_SHARED_CHECK", "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK"];

/** The security workshop: somebody has copied one certificate to the second sensor, and an audit is to find it. */
describe("clients: two sensors with one certificate, by AWS CLI and mosquitto", function () {
	this.timeout(120_000);
	let bench: LocalBench;
	const sensors: Subscriber[] = [];

	before(async function () {
		bench = await LocalBench.startUnless(whyMissing("awsCli") ?? whyNoMosquitto(), this);
	});
	after(async () => {
		for (const one of sensors) await one.stop();
		await bench?.close();
	});

	/** Certificate, policy and thing, made as the workshop makes them. */
	const makeSensor = async (name: string) => {
		const made = await bench.aws<{
			certificateArn: string;
			certificateId: string;
			certificatePem: string;
			keyPair: { PrivateKey: string };
		}>("iot", "create-keys-and-certificate", "--set-as-active");
		const { certificateArn, certificateId, certificatePem, keyPair } = made;
		await bench.aws("iot", "attach-policy", "--policy-name", "sensors", "--target", certificateArn);
		await bench.aws("iot", "create-thing", "--thing-name", name);
		await attach(name, certificateArn);
		const certificatePath = await bench.file(`${name}.crt`, certificatePem);
		return {
			certificateArn,
			certificateId,
			certificatePath,
			keyPath: await bench.file(`${name}.key`, keyPair.PrivateKey),
		};
	};
	const attach = (name: string, certificateArn: string) =>
		bench.aws("iot", "attach-thing-principal", "--thing-name", name, "--principal", certificateArn);

	it("the audit finds that, and nothing else", async () => {
		const statement = { Effect: "Allow", Action: "iot:*", Resource: "*" };
		const document = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
		await bench.aws("iot", "create-policy", "--policy-name", "sensors", "--policy-document", document);
		const shared = await makeSensor("sensor-1");
		const honest = await makeSensor("sensor-3");
		await bench.aws("iot", "create-thing", "--thing-name", "sensor-2");
		await attach("sensor-2", shared.certificateArn);
		for (const [name, device] of [
			["sensor-1", shared],
			["sensor-2", shared],
			["sensor-3", honest],
		] as const) {
			sensors.push(await subscribe(bench, device, name, ["-t", "plant/#"]));
		}
		// With a certificate of its own: a third sensor that is asked from two places would be a finding, too.
		await publish(bench, await bench.device(), "probe", ["-t", "plant/ready", "-m", "yes"]);
		await until("all three", () => sensors.every((one) => one.lines().length > 0));

		const enabled = JSON.stringify(Object.fromEntries(checkNames.map((name) => [name, { enabled: true }])));
		const role = ["--role-arn", "arn:aws:iam::000000000000:role/audit", "--audit-check-configurations", enabled];
		await bench.aws("iot", "update-account-audit-configuration", ...role);
		// An audit looks at what is older than two hours.
		await bench.advanceClock(3 * 3600);
		const { taskId } = await bench.aws<{ taskId: string }>(
			...["iot", "start-on-demand-audit-task", "--target-check-names", ...checkNames],
		);
		await eventually("the end of the audit", async () => {
			const { taskStatus } = await bench.aws("iot", "describe-audit-task", "--task-id", taskId);
			return taskStatus === "COMPLETED" ? true : undefined;
		});
		const { findings } = await bench.aws<{ findings: Finding[] }>("iot", "list-audit-findings", "--task-id", taskId);
		assert.deepEqual(
			findings.map((one) => [
				one.checkName,
				one.reasonForNonComplianceCode,
				one.nonCompliantResource.resourceIdentifier.deviceCertificateId,
			]),
			[["DEVICE_CERTIFICATE_SHARED_CHECK", "CERTIFICATE_SHARED_BY_MULTIPLE_DEVICES", shared.certificateId]],
		);
	});
});
