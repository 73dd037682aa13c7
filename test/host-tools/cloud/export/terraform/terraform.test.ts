import assert from "node:assert/strict";
import { address, isOfAwscc } from "../../../../../host-tools/cloud/export/terraform/address.js";
import { documentTemplate, quoted, snakeCase } from "../../../../../host-tools/cloud/export/terraform/expression.js";
import { exportTerraform } from "../../../../../host-tools/cloud/export/terraform/terraform.js";
import { desiredState } from "../../../../../host-tools/cloud/model/desired-state.js";
import { text } from "../../../../../host-tools/cloud/model/value.js";
import { readRoot } from "../../../../support/source-imports.js";
import { projects, sources } from "../projects.js";

type Arguments = Readonly<Record<string, unknown>>;

interface BlockSchema {
	readonly required?: boolean;
	readonly arguments: Readonly<Record<string, { readonly type: unknown; readonly required: boolean }>>;
	readonly blocks: Readonly<Record<string, BlockSchema>>;
}

const schemas = JSON.parse(readRoot("test/fixtures/cloud-schemas/terraform.json")) as Readonly<
	Record<string, BlockSchema>
>;
const { types } = JSON.parse(readRoot("test/fixtures/cloud-schemas/cloudformation.json")) as {
	readonly types: Readonly<Record<string, { readonly properties: object; readonly definitions?: object }>>;
};
const meta = ["//", "count", "depends_on"];

/** What is wrong with a block by the provider's schema. */
function faults(given: Arguments, schema: BlockSchema, path: string): readonly string[] {
	const unknown = Object.keys(given).filter(
		(name) => !meta.includes(name) && !(name in schema.arguments) && !(name in schema.blocks),
	);
	const needed = [...Object.entries(schema.arguments), ...Object.entries(schema.blocks)];
	const missing = needed.filter(([name, { required }]) => required && !(name in given)).map(([name]) => name);
	const wrong = Object.entries(given).filter(([name, value]) => !fits(value, schema.arguments[name]?.type));
	const inner = Object.entries(schema.blocks).flatMap(([name, block]) =>
		[given[name] ?? []].flat().flatMap((one) => faults(one as Arguments, block, `${path}.${name}`)),
	);
	return [
		...unknown.map((name) => `${path}.${name} is unknown`),
		...missing.map((name) => `${path}.${name} is missing`),
		...wrong.map(([name]) => `${path}.${name} is of another type`),
		...inner,
	];
}

/** Terraform's types as JSON: `"string"`, `["list", "string"]`. An expression may be of any. */
function fits(value: unknown, type: unknown): boolean {
	if (type === undefined || (typeof value === "string" && value.includes("${"))) return true;
	if (Array.isArray(type)) return type[0] === "map" ? typeof value === "object" : Array.isArray(value);
	return typeof value === type || (type === "bool" && typeof value === "boolean");
}

/** Names that awscc has for the properties of a type, at any depth: CloudFormation's in snake case. */
function mirroredNames(type: string): ReadonlySet<string> {
	const names = [...JSON.stringify(types[type]).matchAll(/"(\w+)":/g)].map(([, name = ""]) => snakeCase(name));
	return new Set([...names, "SNS"]);
}

async function mainOf(name: "defaults" | "everything" | "table") {
	const { files } = await exportTerraform((await projects())[name], sources);
	const main = files.find(({ path }) => path === "main.tf.json")?.content.toString() ?? "";
	return { files, main: JSON.parse(main) as { resource: Record<string, Record<string, Arguments>> } & Arguments };
}

describe("exportTerraform()", () => {
	it("keeps to the schema of the provider aws", async () => {
		for (const name of ["defaults", "everything", "table"] as const) {
			const { main } = await mainOf(name);
			for (const [type, labelled] of Object.entries(main.resource)) {
				if (type.startsWith("awscc_")) continue;
				const schema = schemas[type] ?? assert.fail(`${type} is not in the extract`);
				for (const [label, given] of Object.entries(labelled)) {
					assert.deepEqual(faults(given, schema, `${type}.${label}`), []);
				}
			}
		}
	});

	it("is checked by that schema: what is unknown, missing or of another type is found", () => {
		const schema = schemas.aws_iot_topic_rule ?? assert.fail();
		const given = { name: "x", enabled: "yes", sql: "x", cloudwatch_logs: { role: "x" } };
		assert.deepEqual(faults(given, schema, "rule"), [
			"rule.sql_version is missing",
			"rule.enabled is of another type",
			"rule.cloudwatch_logs.role is unknown",
			"rule.cloudwatch_logs.log_group_name is missing",
			"rule.cloudwatch_logs.role_arn is missing",
		]);
	});

	it("has of awscc what mirrors CloudFormation's properties, and says so at the top", async () => {
		const { main } = await mainOf("everything");
		for (const resource of desiredState((await projects()).everything).filter(isOfAwscc)) {
			const [type = "", label = ""] = address(resource).split(".");
			const known = mirroredNames(resource.type);
			const given = JSON.stringify(main.resource[type]?.[label], (name, value) =>
				meta.includes(name) ? undefined : value,
			);
			for (const [, name = ""] of given.matchAll(/"(\w+)":/g))
				assert.ok(known.has(name) || ["key", "value"].includes(name), name);
			assert.ok((main["//"] as readonly string[]).some((note) => note.includes(resource.id)));
		}
	});

	it("refers only to what it has, and has every file that it names", async () => {
		for (const name of ["defaults", "everything", "table"] as const) {
			const { main, files } = await mainOf(name);
			const written = JSON.stringify(main.resource);
			for (const [, type = "", label = ""] of written.matchAll(/\b(awscc?_\w+)\.(\w+)/g)) {
				assert.ok(main.resource[type]?.[label], `${type}.${label}`);
			}
			for (const [, variable = ""] of written.matchAll(/\bvar\.(\w+)/g))
				assert.ok(variable in (main.variable as object), variable);
			const paths = files.map(({ path }) => path);
			for (const [, path = ""] of written.matchAll(/\$\{path\.module\}\/([\w./-]+)/g))
				assert.ok(paths.includes(path), path);
		}
	});

	it("makes a security profile and its role only on request", async () => {
		const { main } = await mainOf("everything");
		const count = "${var.create_security_profile ? 1 : 0}";
		assert.equal(main.resource.awscc_iot_security_profile?.device_profile?.count, count);
		assert.equal(main.resource.aws_iam_role?.detect_notification_role?.count, count);
		assert.match(
			String(main.resource.aws_iam_role_policy?.detect_notification_role_publish?.role),
			/detect_notification_role\[0\]\.name/,
		);
	});
});

describe("expressions of Terraform", () => {
	it("leave alone what only looks like one", () => {
		assert.equal(quoted("${iot:ClientId} %{x} $5 %"), "$${iot:ClientId} %%{x} $5 %");
		assert.equal(
			documentTemplate([text`arn:${"partition"}:x:${{ name: "${y}" }}`]),
			'[\n\t"arn:${partition}:x:$${y}"\n]\n',
		);
	});

	it("are called in snake case", () => {
		assert.deepEqual(
			["SilentGroup", "IoTPolicyPotentialMisConfigurationCheck", "CACertificatePem", "QueryString"].map(snakeCase),
			["silent_group", "io_t_policy_potential_mis_configuration_check", "ca_certificate_pem", "query_string"],
		);
	});
});
