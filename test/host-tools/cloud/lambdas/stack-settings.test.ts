import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import {
	CreatePolicyCommand,
	CreateThingGroupCommand,
	DescribeEventConfigurationsCommand,
	GetIndexingConfigurationCommand,
	ListTargetsForPolicyCommand,
	type ThingIndexingConfiguration,
	UpdateEventConfigurationsCommand,
	UpdateIndexingConfigurationCommand,
} from "@aws-sdk/client-iot";
import { rightsOf } from "../../../../host-tools/cloud/export/cloudformation/stack-settings.js";
import { lambdaSource, longestInlineCode } from "../../../../host-tools/cloud/lambdas/lambda-source.js";
import { repositoryRoot } from "../../../support/source-imports.js";
import { TestControlPlane } from "../../emulator/http/test-control-plane.js";

interface Answer {
	readonly Status: "SUCCESS" | "FAILED";
	readonly Reason?: string;
	readonly PhysicalResourceId: string;
	readonly RequestId: string;
}

type Handler = (event: object, context: { getRemainingTimeInMillis(): number }) => Promise<void>;

const environment = ["AWS_ENDPOINT_URL_IOT", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
const path = join(repositoryRoot, "host-tools/cloud/lambdas/stack-settings.cjs");

/** The function as Lambda has it, and CloudFormation, which hears what it answers. */
describe("stack-settings", () => {
	const require = createRequire(import.meta.url);
	const outside = new Map<string, string | undefined>();
	let plane: TestControlPlane;
	let cloudFormation: Server;
	let answers: Answer[];
	let refusals: number;
	let handler: Handler;

	beforeEach(async () => {
		plane = await TestControlPlane.start();
		for (const name of environment) outside.set(name, process.env[name]);
		process.env.AWS_ENDPOINT_URL_IOT = `http://127.0.0.1:${plane.server.port}`;
		Object.assign(process.env, { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" });
		delete require.cache[path];
		({ handler } = require(path) as { handler: Handler });
		answers = [];
		refusals = 0;
		cloudFormation = createServer(async (request, response) => {
			const body = await text(request);
			refusals -= 1;
			if (refusals >= 0) response.statusCode = 503;
			else answers.push(JSON.parse(body) as Answer);
			response.end();
		}).listen(0, "127.0.0.1");
		await once(cloudFormation, "listening");
	});
	afterEach(async () => {
		cloudFormation.closeAllConnections();
		cloudFormation.close();
		await plane.close();
		for (const [name, value] of outside) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	});

	async function ask(
		RequestType: "Create" | "Update" | "Delete",
		type: string,
		ResourceProperties: object,
		more: { PhysicalResourceId?: string; seconds?: number } = {},
	): Promise<Answer> {
		const { PhysicalResourceId, seconds = 60 } = more;
		const ResponseURL = `http://127.0.0.1:${(cloudFormation.address() as AddressInfo).port}/answer?signature=x`;
		const known = { StackId: "stack", RequestId: `request-${answers.length}`, LogicalResourceId: type };
		const event = {
			...known,
			RequestType,
			ResponseURL,
			ResourceType: `Custom::${type}`,
			ResourceProperties,
			PhysicalResourceId,
		};
		await handler(event, { getRemainingTimeInMillis: () => seconds * 1000 });
		return answers.at(-1) ?? assert.fail("It did not answer");
	}

	it("is short enough to stand in a template", async () => {
		assert.ok((await lambdaSource("stack-settings")).length <= longestInlineCode);
	});

	it("attaches a policy to a group and detaches it, each as often as it is asked", async () => {
		const policyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iot:*","Resource":"*"}]}';
		await plane.iot.send(new CreatePolicyCommand({ policyName: "deny", policyDocument }));
		const { thingGroupArn: Target = "" } = await plane.iot.send(new CreateThingGroupCommand({ thingGroupName: "q" }));
		const targets = async () =>
			(await plane.iot.send(new ListTargetsForPolicyCommand({ policyName: "deny" }))).targets ?? [];
		const properties = { PolicyName: "deny", Target };
		const { Status, PhysicalResourceId } = await ask("Create", "ThingGroupPolicy", properties);
		assert.equal(Status, "SUCCESS");
		assert.deepEqual(
			await ask("Create", "ThingGroupPolicy", properties).then((again) => again.PhysicalResourceId),
			PhysicalResourceId,
		);
		assert.deepEqual(await targets(), [Target]);
		for (let times = 0; times < 2; times++) {
			assert.equal((await ask("Delete", "ThingGroupPolicy", properties, { PhysicalResourceId })).Status, "SUCCESS");
			assert.deepEqual(await targets(), []);
		}
	});

	it("switches events on, and those off again that were off", async () => {
		const JOB = { Enabled: true };
		await plane.iot.send(new UpdateEventConfigurationsCommand({ eventConfigurations: { JOB } }));
		const enabled = async () => {
			const { eventConfigurations = {} } = await plane.iot.send(new DescribeEventConfigurationsCommand({}));
			return Object.entries(eventConfigurations)
				.flatMap(([name, { Enabled }]) => (Enabled ? [name] : []))
				.toSorted();
		};
		const properties = { Enabled: ["JOB", "THING", "CERTIFICATE"] };
		const { PhysicalResourceId } = await ask("Create", "EventConfigurations", properties);
		assert.deepEqual(await enabled(), ["CERTIFICATE", "JOB", "THING"]);
		const updated = await ask("Update", "EventConfigurations", properties, { PhysicalResourceId });
		assert.equal(updated.PhysicalResourceId, PhysicalResourceId);
		await ask("Delete", "EventConfigurations", properties, { PhysicalResourceId });
		assert.deepEqual(await enabled(), ["JOB"]);
	});

	it("switches fleet indexing on until the index is there, and off again", async () => {
		const properties = {
			ThingIndexingConfiguration: { ThingIndexingMode: "REGISTRY", ThingConnectivityIndexingMode: "STATUS" },
			ThingGroupIndexingConfiguration: { ThingGroupIndexingMode: "ON" },
		};
		const modes = async () => {
			const found = await plane.iot.send(new GetIndexingConfigurationCommand({}));
			const { thingIndexingMode, thingConnectivityIndexingMode } = found.thingIndexingConfiguration ?? {};
			return [
				thingIndexingMode,
				thingConnectivityIndexingMode,
				found.thingGroupIndexingConfiguration?.thingGroupIndexingMode,
			];
		};
		const { Status, Reason, PhysicalResourceId } = await ask("Create", "FleetIndexing", properties);
		assert.deepEqual([Status, Reason], ["SUCCESS", undefined]);
		assert.deepEqual(await modes(), ["REGISTRY", "STATUS", "ON"]);
		await ask("Delete", "FleetIndexing", properties, { PhysicalResourceId });
		assert.deepEqual([(await modes())[0], (await modes())[2]], ["OFF", "OFF"]);
	});

	it("leaves fleet indexing on where it was on, with what somebody else has it index", async () => {
		const thingIndexingConfiguration = {
			thingIndexingMode: "REGISTRY_AND_SHADOW",
			namedShadowIndexingMode: "ON",
			filter: { namedShadowNames: ["theirs"] },
		} satisfies ThingIndexingConfiguration;
		await plane.iot.send(new UpdateIndexingConfigurationCommand({ thingIndexingConfiguration }));
		const properties = {
			ThingIndexingConfiguration: { ThingIndexingMode: "REGISTRY", ThingConnectivityIndexingMode: "STATUS" },
			ThingGroupIndexingConfiguration: { ThingGroupIndexingMode: "ON" },
		};
		const { PhysicalResourceId } = await ask("Create", "FleetIndexing", properties);
		await ask("Delete", "FleetIndexing", properties, { PhysicalResourceId });
		const found = await plane.iot.send(new GetIndexingConfigurationCommand({}));
		const { thingIndexingMode, thingConnectivityIndexingMode, namedShadowIndexingMode, filter } =
			found.thingIndexingConfiguration ?? {};
		assert.deepEqual(
			[thingIndexingMode, thingConnectivityIndexingMode, namedShadowIndexingMode, filter?.namedShadowNames],
			["REGISTRY_AND_SHADOW", "STATUS", "ON", ["theirs"]],
		);
	});

	it("answers what failed, and lets what never came into being be deleted", async () => {
		const properties = { PolicyName: "none", Target: "arn:aws:iot:us-east-1:000000000000:thinggroup/none" };
		const failed = await ask("Create", "ThingGroupPolicy", properties);
		assert.equal(failed.Status, "FAILED");
		assert.match(failed.Reason ?? "", /ResourceNotFoundException/);
		const { PhysicalResourceId } = failed;
		assert.equal((await ask("Delete", "ThingGroupPolicy", properties, { PhysicalResourceId })).Status, "SUCCESS");
	});

	it("answers before its time is over, also where AWS IoT does not", async () => {
		const silent = createServer(() => {}).listen(0, "127.0.0.1");
		await once(silent, "listening");
		try {
			process.env.AWS_ENDPOINT_URL_IOT = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
			delete require.cache[path];
			({ handler } = require(path) as { handler: Handler });
			const { Status, Reason } = await ask("Create", "EventConfigurations", { Enabled: ["JOB"] }, { seconds: 15.2 });
			assert.deepEqual([Status, Reason], ["FAILED", "Error: Too late"]);
		} finally {
			silent.closeAllConnections();
			silent.close();
		}
	});

	it("answers again where CloudFormation did not take it", async () => {
		refusals = 2;
		const { Status } = await ask("Create", "EventConfigurations", { Enabled: ["JOB"] });
		assert.equal(Status, "SUCCESS");
		assert.equal(answers.length, 1);
	});

	it("calls what its role lets it, and its role lets it call nothing else", async () => {
		const source = await lambdaSource("stack-settings");
		const called = [...source.matchAll(/call\("(\w+)"/g)].map(([, name = ""]) => `iot:${name}`);
		const resource = {
			id: "x",
			type: "Thingsmith::IoT::FleetIndexing",
			name: "x",
			properties: { Target: "*" },
			purpose: "",
		} as const;
		const allowed = Object.values(rightsOf).flatMap((rights) => rights(resource).flatMap(({ Action }) => Action));
		assert.deepEqual([...new Set(called)].toSorted(), [...new Set(allowed)].toSorted());
	});
});
