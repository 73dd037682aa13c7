import assert from "node:assert/strict";
import {
	CreateDimensionCommand,
	CreateMitigationActionCommand,
	CreateScheduledAuditCommand,
	CreateSecurityProfileCommand,
	DeleteMitigationActionCommand,
	ListTagsForResourceCommand,
	TagResourceCommand,
} from "@aws-sdk/client-iot";
import { awsException } from "../../http/test-control-plane.js";
import { DefenderBench, roleArn } from "./defender-bench.js";

describe("tags of what Device Defender has", () => {
	let bench: DefenderBench;
	const send: DefenderBench["plane"]["iot"]["send"] = ((command: never) => bench.plane.iot.send(command)) as never;
	const tags = [{ Key: "k", Value: "v" }];
	const tagsOf = async (resourceArn: string | undefined) =>
		(await send(new ListTagsForResourceCommand({ resourceArn }))).tags;
	beforeEach(async () => {
		bench = await DefenderBench.start();
	});
	afterEach(() => bench.close());

	it("are kept from creation to deletion", async () => {
		const actionName = "deactivate";
		const actionParams = { updateDeviceCertificateParams: { action: "DEACTIVATE" } } as const;
		const create = () => send(new CreateMitigationActionCommand({ actionName, roleArn, actionParams, tags }));
		const { actionArn } = await create();
		assert.deepEqual(await tagsOf(actionArn), tags);
		await send(new TagResourceCommand({ resourceArn: actionArn, tags: [{ Key: "l", Value: "w" }] }));
		assert.equal((await tagsOf(actionArn))?.length, 2);
		await send(new DeleteMitigationActionCommand({ actionName }));
		await assert.rejects(tagsOf(actionArn), awsException("ResourceNotFoundException", 404));
		await create();
		assert.deepEqual(await tagsOf(actionArn), tags);
	});

	it("are those of profiles, dimensions and scheduled audits, too", async () => {
		const profile = await send(new CreateSecurityProfileCommand({ securityProfileName: "p", tags }));
		assert.deepEqual(await tagsOf(profile.securityProfileArn), tags);
		const dimension = await send(
			new CreateDimensionCommand({
				name: "d",
				type: "TOPIC_FILTER",
				stringValues: ["a"],
				tags,
				clientRequestToken: "t",
			}),
		);
		assert.deepEqual(await tagsOf(dimension.arn), tags);
		await bench.enable("LOGGING_DISABLED_CHECK");
		const audit = await send(
			new CreateScheduledAuditCommand({
				scheduledAuditName: "s",
				frequency: "DAILY",
				targetCheckNames: ["LOGGING_DISABLED_CHECK"],
				tags,
			}),
		);
		assert.deepEqual(await tagsOf(audit.scheduledAuditArn), tags);
	});
});
