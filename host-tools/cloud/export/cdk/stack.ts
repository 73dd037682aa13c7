import type { Json } from "../../model/concrete.js";
import { referredIn } from "../cloudformation/intrinsics.js";
import type { Members, Template, TemplateResource } from "../cloudformation/template.js";
import { Code, camelCase, type Literal, literal } from "./typescript.js";

/** Properties whose members are somebody's documents or names: the CDK takes them as they are. */
const documents: readonly string[] = ["AssumeRolePolicyDocument", "PolicyDocument", "Variables"];
/** Properties whose members are somebody's names, with properties in each. */
const maps: readonly string[] = ["AlertTargets"];

const pseudoParameters: Readonly<Record<string, string>> = Object.freeze({
	"AWS::AccountId": "cdk.Aws.ACCOUNT_ID",
	"AWS::Partition": "cdk.Aws.PARTITION",
	"AWS::Region": "cdk.Aws.REGION",
});

export interface StackFile {
	readonly className: string;
	readonly code: string;
	/** Path of each function's code, below the app. */
	readonly functions: Readonly<Record<string, string>>;
}

/** The template as a class of the CDK's first level, of which it is the synthesis. */
export function stackFile(template: Template): StackFile {
	const className = "FleetStack";
	const order = inOrder(template);
	const modules = [...new Set(order.map(([, { Type }]) => moduleOf(Type)).filter((name) => name !== undefined))].sort();
	const functions = order.flatMap(([id, { Properties }]) => {
		const { ZipFile } = (Properties.Code ?? {}) as { readonly ZipFile?: string };
		return ZipFile === undefined ? [] : [[id, ZipFile] as const];
	});
	const body = [
		`this.templateOptions.templateFormatVersion = ${JSON.stringify(template.AWSTemplateFormatVersion)};`,
		`this.templateOptions.metadata = ${literal(template.Metadata as unknown as Literal, "\t\t", 40)};`,
		...Object.entries(template.Parameters).map(([name, definition]) => parameter(name, definition)),
		...Object.entries(template.Conditions).map(([name, json]) => condition(name, json)),
		...order.map(([id, resource]) => construct(id, resource)),
	];
	const code = `import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as cdk from "aws-cdk-lib";
${modules.map((name) => `import * as ${name} from "aws-cdk-lib/aws-${name}";\n`).join("")}import type { Construct } from "constructs";

/** Code of a function, which lies beside this app. */
function code(name: string): string {
	return readFileSync(join(__dirname, "..", "..", "functions", \`\${name}.cjs\`), "utf8");
}

export class ${className} extends cdk.Stack {
	constructor(scope: Construct, id: string, props: cdk.StackProps = {}) {
		super(scope, id, { description: ${JSON.stringify(template.Description)}, ...props });
${body.map((lines) => `\n\t\t${lines}\n`).join("")}	}
}
`;
	return { className, code, functions: Object.fromEntries(functions) };
}

/** Each after what it refers to and depends on. */
function inOrder({ Resources }: Template): readonly (readonly [string, TemplateResource])[] {
	const ordered = new Map<string, TemplateResource>();
	const visit = (id: string) => {
		const resource = Resources[id];
		if (resource === undefined || ordered.has(id)) return;
		for (const other of [...referredIn(resource.Properties), ...(resource.DependsOn ?? [])]) visit(other);
		ordered.set(id, resource);
	};
	for (const id of Object.keys(Resources)) visit(id);
	return [...ordered];
}

/** `iot` of `AWS::IoT::Policy`; undefined for a custom resource. */
function moduleOf(type: string): string | undefined {
	const [vendor, service = ""] = type.split("::");
	return vendor === "AWS" ? service.toLowerCase() : undefined;
}

function parameter(name: string, definition: Members): string {
	const members = Object.fromEntries(
		Object.entries(definition).map(([key, value]) => [camelCase(key), value as Literal]),
	);
	const head = `const ${variable(name)} = new cdk.CfnParameter(this, "${name}", `;
	return `${head}${literal(members, "\t\t", head.length + 2)});`;
}

function condition(name: string, json: Json): string {
	const [{ Ref = "" } = {}, value] = (json as Members)["Fn::Equals"] as readonly [{ readonly Ref?: string }, string];
	return `const ${variable(name)} = new cdk.CfnCondition(this, "${name}", {
			expression: cdk.Fn.conditionEquals(${variable(Ref)}.valueAsString, ${JSON.stringify(value)}),
		});`;
}

function construct(id: string, resource: TemplateResource): string {
	const { Type, Properties, Metadata } = resource;
	const module = moduleOf(Type);
	const name = variable(id);
	const head =
		module === undefined
			? `const ${name} = new cdk.CfnResource(this, "${id}", `
			: `const ${name} = new ${module}.Cfn${Type.split("::")[2]}(this, "${id}", `;
	const properties: Literal =
		module === undefined ? { type: Type, properties: asItIs(Properties) } : (camelCased(Properties, id) as Literal);
	const lines = [
		`${head}${literal(properties, "\t\t", head.length + 2)});`,
		`${name}.addMetadata("Purpose", ${JSON.stringify(Metadata.Purpose)});`,
		...(resource.Condition === undefined ? [] : [`${name}.cfnOptions.condition = ${variable(resource.Condition)};`]),
		...removal(name, resource),
		...(resource.DependsOn ?? []).map((other) => `${name}.addResourceDependency(${variable(other)});`),
	];
	return lines.join("\n\t\t");
}

function removal(name: string, { DeletionPolicy, UpdateReplacePolicy }: TemplateResource): readonly string[] {
	const policy = (value: string) =>
		`cdk.CfnDeletionPolicy.${value.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase()}`;
	return [
		...(DeletionPolicy === undefined ? [] : [`${name}.cfnOptions.deletionPolicy = ${policy(DeletionPolicy)};`]),
		...(UpdateReplacePolicy === undefined
			? []
			: [`${name}.cfnOptions.updateReplacePolicy = ${policy(UpdateReplacePolicy)};`]),
	];
}

const variable = (id: string): string => camelCase(id);

function camelCased(json: Json, id: string, isMap = false): Literal {
	if (Array.isArray(json)) return json.map((item) => camelCased(item, id));
	if (typeof json !== "object" || json === null) return json;
	return (
		intrinsic(json as Members) ??
		Object.fromEntries(
			Object.entries(json).map(([name, item]): [string, Literal] => {
				if (name === "ZipFile") return ["zipFile", new Code(`code(${JSON.stringify(id)})`)];
				const value = documents.includes(name) ? asItIs(item) : camelCased(item, id, maps.includes(name));
				return [isMap ? name : camelCase(name), value];
			}),
		)
	);
}

function asItIs(json: Json): Literal {
	if (Array.isArray(json)) return json.map(asItIs);
	if (typeof json !== "object" || json === null) return json;
	return (
		intrinsic(json as Members) ?? Object.fromEntries(Object.entries(json).map(([name, item]) => [name, asItIs(item)]))
	);
}

/** The call that becomes what CloudFormation calls an intrinsic function; undefined for anything else. */
function intrinsic(json: Members): Code | undefined {
	const [[name = "", value] = []] = Object.entries(json);
	if (name === "Ref") {
		const id = String(value);
		return new Code(pseudoParameters[id] ?? `${variable(id)}.valueAsString`);
	}
	if (name === "Fn::GetAtt") {
		const [id, attribute] = value as readonly string[];
		return new Code(`${variable(id ?? "")}.attr${attribute}`);
	}
	if (name === "Fn::Sub") return new Code(`cdk.Fn.sub(${JSON.stringify(value)})`);
	if (name === "Fn::If") {
		const [condition, ...either] = value as readonly [string, Members, Members];
		const values = either.map((one) => intrinsic(one)?.text ?? JSON.stringify(one));
		return new Code(`cdk.Fn.conditionIf(${variable(condition)}.logicalId, ${values.join(", ")})`);
	}
	return undefined;
}
