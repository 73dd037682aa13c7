import assert from "node:assert/strict";
import { concrete } from "../../../../host-tools/cloud/model/concrete.js";
import { desiredState, possibleState } from "../../../../host-tools/cloud/model/desired-state.js";
import { inOrder, needs } from "../../../../host-tools/cloud/model/in-order.js";
import { monthlyCost } from "../../../../host-tools/cloud/model/monthly-cost.js";
import type { Resource, Value } from "../../../../host-tools/cloud/model/resource.js";
import { arnOf, text } from "../../../../host-tools/cloud/model/value.js";
import { parseProject } from "../../../../host-tools/cloud/project/read-project.js";

const place = { partition: "aws", region: "ap-southeast-1", accountId: "123456789012" };
const everything = {
	alarmEmail: "a@example.com",
	serialNumbers: "table",
	environment: "staging1",
	project: "a-long-project-na",
};

async function modelOf(project: object): Promise<readonly Resource[]> {
	return desiredState(await parseProject(JSON.stringify(project), "thingsmith.json"));
}

describe("the desired state of an account", () => {
	it("has each resource once, after what it needs, under a name of the project's", async () => {
		for (const project of [{}, { ...everything, project: "acme" }]) {
			const model = await modelOf(project);
			assert.equal(new Set(model.map(({ id }) => id)).size, model.length);
			assert.equal(new Set(model.map(({ type, name }) => `${type} ${name}`)).size, model.length);
			for (const [index, resource] of model.entries()) {
				for (const needed of needs(resource))
					assert.ok(model.indexOf(needed) < index, `${needed.id} for ${resource.id}`);
			}
		}
	});

	it("has policies within AWS IoT's 2,048 characters and names within its bounds, also with the longest names", async () => {
		const project = {
			...everything,
			project: "abcdefghijklmnop",
			topics: Array.from({ length: 2 }, (_, n) => `data/${n}/{thingName}/*`),
		};
		for (const { type, name, properties } of await modelOf(project)) {
			const made = concrete(properties as Value, place) as Readonly<Record<string, unknown>>;
			if (type === "AWS::IoT::Policy") assert.ok(JSON.stringify(made.PolicyDocument).length <= 2048, name);
			if (type === "AWS::IoT::ProvisioningTemplate") {
				assert.ok(name.length <= 36, name);
				assert.ok(String(made.TemplateBody).length <= 10_240, name);
			}
			if (type === "AWS::IAM::Role" || type === "AWS::Lambda::Function") assert.ok(name.length <= 64, name);
		}
	});

	it("says of itself everything that it could hold with other settings", async () => {
		const possible = possibleState(await parseProject("{}", "thingsmith.json"));
		const names = new Set(possible.map(({ type, name }) => `${type} ${name}`));
		for (const { type, name } of await modelOf({ serialNumbers: ["1"], monitoring: {} })) {
			assert.ok(names.has(`${type} ${name}`), `${type} ${name}`);
		}
	});

	it("has no hook without serial numbers, one with a list, and a table where it is to be filled by hand", async () => {
		const ids = async (project: object) => (await modelOf(project)).map(({ id }) => id);
		assert.ok(!(await ids({})).includes("SerialNumberHook"));
		const listed = await modelOf({ serialNumbers: ["0001"], demonstrationDevices: 2 });
		const hook = listed.find(({ id }) => id === "SerialNumberHook");
		assert.deepEqual(hook?.properties.Environment, { Variables: { SERIAL_NUMBERS: "0001,demo-1,demo-2" } });
		assert.ok((await ids({ serialNumbers: "table" })).includes("SerialNumbers"));
	});

	it("costs more with more devices, and nothing is free of alarms and dashboard", async () => {
		const cost = async (project: object) => {
			const parsed = await parseProject(JSON.stringify(project), "thingsmith.json");
			return monthlyCost(parsed, desiredState(parsed));
		};
		assert.ok((await cost({ devices: 1000 })) > (await cost({ devices: 10 })));
		const few = await cost({ monitoring: { alarms: false, dashboard: false } });
		assert.equal(Math.round(((await cost({})) - few) * 100) / 100, 3.4);
	});
});

describe("values of the model", () => {
	const resource: Resource = { id: "A", type: "AWS::IoT::Policy", name: "a", properties: {}, purpose: "" };

	it("become texts of one account, and keep policy variables", () => {
		const value = {
			Resource: [text`arn:${"partition"}:x:${"region"}:${"accountId"}:\${iot:ClientId}`, arnOf(resource, "/*")],
		};
		assert.deepEqual(concrete(value, place), {
			Resource: [
				"arn:aws:x:ap-southeast-1:123456789012:${iot:ClientId}",
				"arn:aws:iot:ap-southeast-1:123456789012:policy/a/*",
			],
		});
	});

	it("say what they need; a circle is refused", () => {
		const other: Resource = { ...resource, id: "B", properties: { Arn: arnOf(resource) } };
		assert.deepEqual(inOrder([other]), [resource, other]);
		const circle = { ...resource, id: "C", dependsOn: [] as Resource[] };
		circle.dependsOn.push(circle);
		assert.throws(() => inOrder([circle]), /needs itself/);
	});
});
