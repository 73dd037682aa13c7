import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { skipIf } from "../support/skip-because.js";
import { TemporaryDirectories } from "../support/temporary-directory.js";
import { eventually } from "./support/eventually.js";
import { pythonProgram, whyMissing } from "./support/installed-clients.js";
import { accessKey, LocalBench } from "./support/local-bench.js";
import { provisionByKeys } from "./support/provision.js";
import { type ProgramFailed, runProgram } from "./support/run-program.js";

const roleArn = "arn:aws:iam::000000000000:role/fleet";
const policyDocument = JSON.stringify({
	Version: "2012-10-17",
	Statement: [{ Effect: "Allow", Action: "iot:Connect", Resource: "*" }],
});
const templateBody = JSON.stringify({
	Parameters: { SerialNumber: { Type: "String" } },
	Resources: {
		thing: { Type: "AWS::IoT::Thing", Properties: { ThingName: { Ref: "SerialNumber" } } },
		certificate: {
			Type: "AWS::IoT::Certificate",
			Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" }, Status: "Active" },
		},
		policy: { Type: "AWS::IoT::Policy", Properties: { PolicyName: "cli-device" } },
	},
});

describe("clients: AWS CLI", function () {
	this.timeout(120_000);
	let bench: LocalBench;

	before(async function () {
		bench = await LocalBench.startUnless(whyMissing("awsCli"), this);
	});
	after(() => bench?.close());

	it("makes policy, template and claim, and lists the thing of the device that came with it", async () => {
		const policy = ["--policy-name", "cli-device", "--policy-document", policyDocument];
		assert.equal((await bench.aws("iot", "create-policy", ...policy)).policyVersionId, "1");
		const template = ["--template-name", "cli-fleet", "--template-body", templateBody];
		const made = await bench.aws(
			...["iot", "create-provisioning-template", ...template],
			...["--provisioning-role-arn", roleArn, "--enabled"],
		);
		assert.equal(made.defaultVersionId, 1);
		const claim = await bench.aws<{ certificatePem: string; keyPair: { PrivateKey: string } }>(
			...["iot", "create-provisioning-claim", "--template-name", "cli-fleet"],
		);
		const keys = { certificatePem: claim.certificatePem, privateKeyPem: claim.keyPair.PrivateKey };
		const device = await provisionByKeys(bench, keys, "cli-fleet", { SerialNumber: "cli-1" });
		assert.equal(device.thingName, "cli-1");
		const { things } = await bench.aws<{ things: { thingName: string }[] }>("iot", "list-things");
		assert.deepEqual(
			things.map(({ thingName }) => thingName),
			["cli-1"],
		);
		const { principals } = await bench.aws<{ principals: string[] }>(
			...["iot", "list-thing-principals", "--thing-name", "cli-1"],
		);
		assert.match(principals.join(), new RegExp(`:cert/${device.certificateId}$`));
	});

	it("asks where devices connect, and who it is itself", async () => {
		const { endpointAddress } = await bench.aws("iot", "describe-endpoint", "--endpoint-type", "iot:Data-ATS");
		assert.equal(endpointAddress, `127.0.0.1:${bench.mqttPort}`);
		assert.equal((await bench.aws("sts", "get-caller-identity")).Account, "000000000000");
	});

	it("has a job done, by control plane and device plane", async () => {
		const { thingArn } = await bench.aws<{ thingArn: string }>("iot", "create-thing", "--thing-name", "worker");
		const document = ["--document", '{"operation":"restart"}'];
		await bench.aws("iot", "create-job", "--job-id", "restart-1", "--targets", thingArn, ...document);
		const started = await bench.aws<{ execution: { jobId: string; status: string; versionNumber: number } }>(
			...["iot-jobs-data", "start-next-pending-job-execution", "--thing-name", "worker"],
		);
		assert.deepEqual([started.execution.jobId, started.execution.status], ["restart-1", "IN_PROGRESS"]);
		const update = ["--job-id", "restart-1", "--thing-name", "worker", "--status", "SUCCEEDED"];
		await bench.aws("iot-jobs-data", "update-job-execution", ...update);
		const { job } = await bench.aws<{
			job: { status: string; jobProcessDetails: { numberOfSucceededThings: number } };
		}>(...["iot", "describe-job", "--job-id", "restart-1"]);
		assert.deepEqual([job.status, job.jobProcessDetails.numberOfSucceededThings], ["COMPLETED", 1]);
	});

	it("writes and reads a shadow", async () => {
		const out = join(bench.folder, "shadow.json");
		const payload = '{"state":{"desired":{"light":"on"}}}';
		await bench.aws("iot", "create-thing", "--thing-name", "lamp");
		await bench.aws("iot-data", "update-thing-shadow", "--thing-name", "lamp", "--payload", payload, out);
		await bench.aws("iot-data", "get-thing-shadow", "--thing-name", "lamp", out);
		const { state, version } = JSON.parse(await readFile(out, "utf8"));
		assert.deepEqual([state, version], [{ desired: { light: "on" }, delta: { light: "on" } }, 1]);
	});

	it("searches the index", async () => {
		const indexed = "thingIndexingMode=REGISTRY";
		await bench.aws("iot", "update-indexing-configuration", "--thing-indexing-configuration", indexed);
		await bench.aws("iot", "create-thing", "--thing-name", "found", "--attribute-payload", "attributes={floor=3}");
		const { things } = await bench.aws<{ things: { thingName: string; attributes: object }[] }>(
			...["iot", "search-index", "--query-string", "attributes.floor:3"],
		);
		assert.deepEqual(
			things.map(({ thingName, attributes }) => [thingName, attributes]),
			[["found", { floor: "3" }]],
		);
	});

	it("runs an audit", async () => {
		const check = "LOGGING_DISABLED_CHECK";
		const checks = `{"${check}":{"enabled":true}}`;
		const role = ["--role-arn", roleArn, "--audit-check-configurations", checks];
		await bench.aws("iot", "update-account-audit-configuration", ...role);
		const { taskId } = await bench.aws<{ taskId: string }>(
			...["iot", "start-on-demand-audit-task", "--target-check-names", check],
		);
		const task = await eventually("the end of the audit", async () => {
			const one = await bench.aws<{ taskStatus: string; taskStatistics: { nonCompliantChecks: number } }>(
				...["iot", "describe-audit-task", "--task-id", taskId],
			);
			return one.taskStatus === "IN_PROGRESS" ? undefined : one;
		});
		assert.deepEqual([task.taskStatus, task.taskStatistics.nonCompliantChecks], ["COMPLETED", 1]);
		const { findings } = await bench.aws<{ findings: { checkName: string }[] }>(
			...["iot", "list-audit-findings", "--task-id", taskId],
		);
		assert.deepEqual(
			findings.map(({ checkName }) => checkName),
			[check],
		);
	});
});

describe("clients: AWS CLI, its signature checked", function () {
	this.timeout(60_000);
	const directories = new TemporaryDirectories();
	let bench: LocalBench | undefined;

	before(function () {
		skipIf(this, whyMissing("awsCli"));
	});
	after(async () => {
		await bench?.close();
		await directories.remove();
	});

	it("is let in with the right key, on each plane, and refused with another", async () => {
		const { accessKeyId, secretAccessKey } = accessKey;
		const keys = (secret: string) =>
			`[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secret}\n`;
		const file = join(await directories.make(), "credentials");
		await writeFile(file, keys(secretAccessKey), { mode: 0o600 });
		const local = await LocalBench.start(["--credentials", file]);
		bench = local;
		await local.aws("iot", "create-thing", "--thing-name", "signed:thing");
		await local.aws("iot-data", "publish", "--topic", "a b/ü", "--payload", "x");
		await local.aws("iot-jobs-data", "get-pending-job-executions", "--thing-name", "signed:thing");
		await local.aws("iot-data", "list-named-shadows-for-thing", "--thing-name", "signed:thing");
		const wrong = { ...local.env, AWS_SECRET_ACCESS_KEY: "another" };
		await assert.rejects(
			runProgram(pythonProgram("aws"), ["iot", "list-things"], { env: wrong }),
			({ stderr }: ProgramFailed) => /\(InvalidSignatureException\)|\(SignatureDoesNotMatch\)/.test(stderr),
		);
	});
});
