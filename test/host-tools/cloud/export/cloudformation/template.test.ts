import assert from "node:assert/strict";
import { Ajv } from "ajv";
import { intrinsics, referredIn } from "../../../../../host-tools/cloud/export/cloudformation/intrinsics.js";
import { stackSettings } from "../../../../../host-tools/cloud/export/cloudformation/stack-settings.js";
import { cloudFormationTemplate } from "../../../../../host-tools/cloud/export/cloudformation/template.js";
import { typeFacts } from "../../../../../host-tools/cloud/export/type-facts.js";
import { desiredState } from "../../../../../host-tools/cloud/model/desired-state.js";
import { JsonText, type Resource, resourceTypes } from "../../../../../host-tools/cloud/model/resource.js";
import { arnOf, text } from "../../../../../host-tools/cloud/model/value.js";
import { prefixOf } from "../../../../../host-tools/cloud/project/project.js";
import { readRoot } from "../../../../support/source-imports.js";
import { DeployedTemplate } from "../deployed-template.js";
import { projects, sources } from "../projects.js";

interface TypeSchema {
	readonly properties: Readonly<Record<string, object>>;
	readonly readOnlyProperties?: readonly string[];
}

const { types } = JSON.parse(readRoot("test/fixtures/cloud-schemas/cloudformation.json")) as {
	readonly types: Readonly<Record<string, TypeSchema>>;
};
const place = { partition: "aws", region: "eu-central-1", accountId: "123456789012" };

const resource = (id: string, type: Resource["type"], name: string): Resource => ({
	id,
	type,
	name,
	properties: {},
	purpose: "",
});
const group = resource("Group", "AWS::IoT::ThingGroup", "a-group");
const log = resource("Log", "AWS::Logs::LogGroup", "/a/log");

describe("intrinsics()", () => {
	it("has a function for what only the stack knows, and leaves a policy's own variables alone", () => {
		assert.deepEqual(intrinsics("topic/${iot:ClientId}"), "topic/${iot:ClientId}");
		assert.deepEqual(intrinsics(text`${"accountId"}`), { Ref: "AWS::AccountId" });
		assert.deepEqual(intrinsics(text`arn:${"partition"}:iot:${"region"}::x/${{ name: "${iot:ClientId}" }}`), {
			"Fn::Sub": "arn:${AWS::Partition}:iot:${AWS::Region}::x/${!iot:ClientId}",
		});
		assert.deepEqual(intrinsics(arnOf(group)), { "Fn::GetAtt": ["Group", "Arn"] });
		assert.deepEqual(intrinsics(arnOf(group, "/*")), { "Fn::Sub": "${Group.Arn}/*" });
	});

	it("knows that a log group's ARN ends with :* there", () => {
		assert.deepEqual(intrinsics(arnOf(log, ":*")), { "Fn::GetAtt": ["Log", "Arn"] });
		assert.deepEqual(intrinsics(arnOf(log)), {
			"Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/a/log",
		});
	});

	it("writes JSON text with references in it, and escapes what stands around them", () => {
		const document = new JsonText({ a: text`${{ name: 'q"${x}' }}${"region"}`, b: ["\n", 1] });
		assert.deepEqual(intrinsics(document), {
			"Fn::Sub": '{"a":"q\\"${!x}${AWS::Region}","b":["\\n",1]}',
		});
		assert.throws(() => intrinsics(new JsonText(["\u0000"])), /NUL/);
	});
});

describe("referredIn()", () => {
	it("finds what every function refers to", () => {
		const json = [{ Ref: "A" }, { x: { "Fn::GetAtt": ["B", "Arn"] } }, { "Fn::Sub": "${C.Arn}${!D}${E}" }];
		assert.deepEqual([...referredIn(json)], ["A", "B", "C", "E"]);
	});
});

describe("facts of types", () => {
	it("are CloudFormation's: name, ARN, and whether it has tags", () => {
		for (const type of resourceTypes) {
			const { name, arn, tags } = typeFacts[type];
			const schema = types[type];
			if (schema === undefined) assert.match(type, /^Thingsmith::/);
			else {
				assert.ok(name === undefined || name in schema.properties, `${type} ${name}`);
				assert.ok(arn === undefined || schema.readOnlyProperties?.includes(`/properties/${arn}`), `${type} ${arn}`);
				assert.equal(tags === true, "Tags" in schema.properties, `${type} has tags`);
			}
		}
	});
});

describe("cloudFormationTemplate()", () => {
	const ajv = new Ajv({ strict: false, allErrors: true, logger: false });

	it("makes resources that keep to CloudFormation's schemas", async () => {
		for (const [name, project] of Object.entries(await projects())) {
			const template = await cloudFormationTemplate(project, sources);
			const model = desiredState(project);
			const deployed = new DeployedTemplate(
				template,
				[...model, ...stackSettings(project, prefixOf(project), model)],
				place,
			);
			for (const [id, { Type }] of Object.entries(template.Resources)) {
				if (Type.startsWith("Custom::")) continue;
				const valid = ajv.validate({ ...types[Type] }, deployed.properties(id));
				assert.ok(valid, `${name} ${id}: ${ajv.errorsText()}`);
			}
		}
	});

	it("is checked by these schemas: a property too many, one of another type or value is found", () => {
		const policy = types["AWS::IoT::Policy"];
		assert.ok(!ajv.validate({ ...policy }, { PolicyName: "x" }));
		assert.ok(!ajv.validate({ ...policy }, { PolicyDocument: {}, Name: "x" }));
		const audit = { Frequency: "SOMETIMES", TargetCheckNames: ["x"] };
		assert.ok(!ajv.validate({ ...types["AWS::IoT::ScheduledAudit"] }, audit));
		const rule = { TopicRulePayload: { Sql: "x", Actions: [{ DynamoDBv2: { TableName: "x" } }] } };
		assert.ok(!ajv.validate({ ...types["AWS::IoT::TopicRule"] }, rule));
	});

	it("has every parameter used, and every resource tagged whose type has tags", async () => {
		const { everything } = await projects();
		const template = await cloudFormationTemplate(everything, sources);
		const used = referredIn([template.Resources, template.Conditions] as never);
		assert.deepEqual(
			Object.keys(template.Parameters).filter((name) => !used.has(name)),
			[],
		);
		const tag = [{ Key: "thingsmith:project", Value: "acme-test" }];
		for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
			assert.deepEqual(Properties.Tags, "Tags" in (types[Type]?.properties ?? {}) ? tag : undefined, id);
		}
	});

	it("makes a security profile only on request, and depends on nothing that a condition leaves out", async () => {
		const { everything } = await projects();
		const { Parameters, Conditions, Resources } = await cloudFormationTemplate(everything, sources);
		assert.equal(Parameters.CreateSecurityProfile?.Default, "false");
		assert.deepEqual(Conditions.WithSecurityProfile, { "Fn::Equals": [{ Ref: "CreateSecurityProfile" }, "true"] });
		const conditional = Object.entries(Resources).filter(([, { Condition }]) => Condition !== undefined);
		assert.deepEqual(conditional.map(([id]) => id).toSorted(), ["DetectNotificationRole", "DeviceProfile", "IotLog"]);
		for (const [id, { DependsOn = [], Condition }] of Object.entries(Resources)) {
			for (const other of DependsOn)
				assert.ok([undefined, Condition].includes(Resources[other]?.Condition), `${id} ${other}`);
		}
	});

	it("keeps tables, and nothing else, when the stack goes", async () => {
		const { Resources } = await cloudFormationTemplate((await projects()).table, sources);
		const kept = Object.values(Resources).filter(({ DeletionPolicy }) => DeletionPolicy !== undefined);
		assert.deepEqual(new Set(kept.map(({ Type }) => Type)), new Set(["AWS::DynamoDB::Table"]));
		assert.equal(kept.length, 2);
	});
});
