import assert from "node:assert/strict";
import {
	CreateJobCommand,
	CreateJobTemplateCommand,
	type CreateJobTemplateCommandInput,
	CreateThingCommand,
	DeleteJobTemplateCommand,
	DescribeJobCommand,
	DescribeJobTemplateCommand,
	DescribeManagedJobTemplateCommand,
	ListJobTemplatesCommand,
	ListManagedJobTemplatesCommand,
} from "@aws-sdk/client-iot";
import { awsException, TestControlPlane } from "../../../http/test-control-plane.js";
import { document, thingArn } from "../job-fixture.js";

const arnOf = (id: string) => `arn:aws:iot:us-east-1:000000000000:jobtemplate/${id}`;

describe("Job templates", () => {
	let plane: TestControlPlane;
	beforeEach(async () => {
		plane = await TestControlPlane.start();
		await plane.iot.send(new CreateThingCommand({ thingName: "a" }));
	});
	afterEach(() => plane.close());
	const create = (jobTemplateId: string, more: Partial<CreateJobTemplateCommandInput> = {}) =>
		plane.iot.send(new CreateJobTemplateCommand({ jobTemplateId, description: "d", document, ...more }));
	const createJob = (jobId: string, more: object) =>
		plane.iot.send(new CreateJobCommand({ jobId, targets: [thingArn("a")], ...more }));

	it("are made, described, listed and deleted", async () => {
		const maintenanceWindows = [{ startTime: "cron(0 18 ? * MON *)", durationInMinutes: 30 }];
		const timeoutConfig = { inProgressTimeoutInMinutes: 3 };
		const made = await create("t", { maintenanceWindows, timeoutConfig });
		assert.deepEqual([made.jobTemplateArn, made.jobTemplateId], [arnOf("t"), "t"]);
		await create("s");
		const {
			$metadata: _,
			createdAt,
			...template
		} = await plane.iot.send(new DescribeJobTemplateCommand({ jobTemplateId: "t" }));
		assert.deepEqual(template, {
			jobTemplateArn: arnOf("t"),
			jobTemplateId: "t",
			description: "d",
			document,
			timeoutConfig,
			maintenanceWindows,
		});
		assert.ok(createdAt instanceof Date);
		const { jobTemplates = [] } = await plane.iot.send(new ListJobTemplatesCommand({}));
		assert.deepEqual(
			jobTemplates.map(({ jobTemplateId }) => jobTemplateId),
			["s", "t"],
		);
		await plane.iot.send(new DeleteJobTemplateCommand({ jobTemplateId: "t" }));
		for (const command of [
			new DescribeJobTemplateCommand({ jobTemplateId: "t" }),
			new DeleteJobTemplateCommand({ jobTemplateId: "t" }),
		]) {
			await assert.rejects(
				plane.iot.send(command as DeleteJobTemplateCommand),
				awsException("ResourceNotFoundException", 404),
			);
		}
	});

	it("refuse what cannot be", async () => {
		await create("t");
		await assert.rejects(create("t"), awsException("ConflictException", 409));
		const wrong: readonly [string, Partial<CreateJobTemplateCommandInput>][] = [
			["!", {}],
			["AWS-Mine", {}],
			["u", { document: undefined }],
			["u", { document: "{" }],
			["u", { description: "" }],
			["u", { maintenanceWindows: [{ startTime: "monday", durationInMinutes: 5 }] }],
			["u", { maintenanceWindows: [{ startTime: "cron(0 0 * * ? *)", durationInMinutes: 1431 }] }],
		];
		for (const [id, more] of wrong) {
			await assert.rejects(create(id, more), awsException("InvalidRequestException", 400), JSON.stringify(more));
		}
		await assert.rejects(
			create("u", { document: undefined, jobArn: "arn:aws:iot:us-east-1:000000000000:job/z" }),
			awsException("ResourceNotFoundException", 404),
		);
	});

	it("make jobs, whose own settings come first", async () => {
		const timeoutConfig = { inProgressTimeoutInMinutes: 3 };
		const jobExecutionsRolloutConfig = { maximumPerMinute: 7 };
		await create("t", { timeoutConfig, jobExecutionsRolloutConfig });
		await createJob("j", { jobTemplateArn: arnOf("t"), timeoutConfig: { inProgressTimeoutInMinutes: 9 } });
		const { job } = await plane.iot.send(new DescribeJobCommand({ jobId: "j" }));
		assert.deepEqual(
			[job?.timeoutConfig, job?.jobExecutionsRolloutConfig, job?.jobTemplateArn, job?.description],
			[{ inProgressTimeoutInMinutes: 9 }, jobExecutionsRolloutConfig, arnOf("t"), "d"],
		);
		await create("of-job", { jobArn: job?.jobArn, document: undefined });
		const copy = await plane.iot.send(new DescribeJobTemplateCommand({ jobTemplateId: "of-job" }));
		assert.deepEqual([copy.document, copy.timeoutConfig], [document, { inProgressTimeoutInMinutes: 9 }]);
		await assert.rejects(
			createJob("k", { jobTemplateArn: arnOf("z") }),
			awsException("ResourceNotFoundException", 404),
		);
		await assert.rejects(
			createJob("k", { jobTemplateArn: arnOf("t"), document }),
			awsException("InvalidRequestException", 400),
		);
	});

	it("of AWS are there, with parameters that are checked", async () => {
		const { managedJobTemplates = [] } = await plane.iot.send(new ListManagedJobTemplatesCommand({}));
		assert.deepEqual(
			managedJobTemplates.map(({ templateName }) => templateName),
			[
				"AWS-Download-File",
				"AWS-Install-Application",
				"AWS-Reboot",
				"AWS-Remove-Application",
				"AWS-Restart-Application",
				"AWS-Run-Command",
				"AWS-Start-Application",
				"AWS-Stop-Application",
			],
		);
		const one = await plane.iot.send(new DescribeManagedJobTemplateCommand({ templateName: "AWS-Reboot" }));
		assert.deepEqual(
			[one.templateArn, one.templateVersion, one.environments],
			["arn:aws:iot:us-east-1::jobtemplate/AWS-Reboot:1.0", "1.0", ["LINUX"]],
		);
		assert.deepEqual(
			one.documentParameters?.map(({ key, optional }) => [key, optional]),
			[
				["pathToHandler", true],
				["runAsUser", true],
			],
		);
		assert.equal(JSON.parse(one.document ?? "").steps[0].action.name, "Reboot");
		const missing = new DescribeManagedJobTemplateCommand({ templateName: "AWS-Reboot", templateVersion: "2.0" });
		await assert.rejects(plane.iot.send(missing), awsException("ResourceNotFoundException", 404));
		const jobTemplateArn = "arn:aws:iot:us-east-1::jobtemplate/AWS-Install-Application:1.0";
		for (const documentParameters of [{}, { packages: "x", other: "y" }, { packages: "" }]) {
			await assert.rejects(
				createJob("j", { jobTemplateArn, documentParameters }),
				awsException("InvalidRequestException", 400),
			);
		}
		await createJob("j", { jobTemplateArn, documentParameters: { packages: "nginx" } });
		await createJob("k", { jobTemplateArn: one.templateArn });
	});
});
