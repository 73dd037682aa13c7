import { ownerTag } from "../../apply/kind.js";
import { storedZip } from "../../lambdas/stored-zip.js";
import type { Json } from "../../model/concrete.js";
import { desiredState } from "../../model/desired-state.js";
import { needs } from "../../model/in-order.js";
import type { Resource, ResourceType } from "../../model/resource.js";
import { type Project, prefixOf } from "../../project/project.js";
import type { Exported, ExportFile, Sources } from "../export-format.js";
import { Members } from "../members.js";
import { readableJson } from "../readable-json.js";
import { address, isOfAwscc, terraformType } from "./address.js";
import { awsIot } from "./aws-iot.js";
import { awsOthers } from "./aws-others.js";
import { mirrored } from "./awscc.js";
import type { Arguments, Block, Translation, Translator } from "./context.js";
import { documentTemplate, expression, snakeCase } from "./expression.js";
import { terraformNotes } from "./notes.js";
import { countOf, variablesOf, withVariables } from "./variables.js";

const translators: Partial<Record<ResourceType, Translator>> = { ...awsOthers, ...awsIot };

/** A directory of Terraform: main.tf.json, and documents and functions' code beside it. */
export async function exportTerraform(project: Project, sources: Sources): Promise<Exported> {
	const resources = desiredState(project);
	const files = new Map<string, ExportFile>();
	const functions = new Set<string>();
	const blocks = resources.flatMap((resource) => blocksOf(resource, project, files, functions));
	for (const name of functions) {
		const content = await sources(name);
		files.set(name, { path: `functions/${name}/index.js`, content });
		files.set(`${name}.zip`, { path: `functions/${name}.zip`, content: storedZip("index.js", Buffer.from(content)) });
	}
	const notes = terraformNotes(resources);
	const main = { "//": notes, ...frame(project, resources), resource: byType(blocks) };
	return { files: [{ path: "main.tf.json", content: readableJson(main) }, ...files.values()], notes };
}

function blocksOf(
	resource: Resource,
	project: Project,
	files: Map<string, ExportFile>,
	functions: Set<string>,
): readonly Block[] {
	const translation: Translation = {
		resource,
		members: new Members(resource.id, resource.properties),
		expression: (value) => expression(value, counted),
		document: (value, name = resource.id) => {
			const path = `documents/${name}.json`;
			files.set(path, { path, content: documentTemplate(value) });
			return `\${templatefile("\${path.module}/${path}", local.place)}`;
		},
		archive: (source) => {
			functions.add(source);
			return `\${path.module}/functions/${source}.zip`;
		},
	};
	const translate = isOfAwscc(resource)
		? (given: Translation) => mirrored(given, [{ key: ownerTag, value: prefixOf(project) }])
		: translators[resource.type];
	if (translate === undefined) throw new Error(`${resource.type} has no translation`);
	const { arguments: given, more = [] } = translation.members.end(translate(translation));
	const itself = {
		type: terraformType(resource),
		label: snakeCase(resource.id),
		arguments: { "//": resource.purpose, ...withVariables(resource, given) },
	};
	return [itself, ...more].map((block) => ({ ...block, arguments: { ...block.arguments, ...order(resource, block) } }));
}

/** Of a resource that others refer to. */
function counted(resource: Resource): string {
	return countOf(resource) === undefined ? address(resource) : `${address(resource)}[0]`;
}

/** Whether it is there, and what has to be there first without being referred to: documents spell the ARNs of others. */
function order(resource: Resource, block: Block): Arguments {
	const written = JSON.stringify(block.arguments);
	const before = needs(resource)
		.map(address)
		.filter((other) => !written.includes(`${other}.`) && !written.includes(`${other}[`));
	return { count: countOf(resource), depends_on: before.length > 0 ? before : undefined };
}

function frame(project: Project, resources: readonly Resource[]): Readonly<Record<string, Json>> {
	const cloudControl = resources.some(isOfAwscc);
	const region = project.region === undefined ? {} : { region: project.region };
	return {
		terraform: {
			required_version: ">= 1.5",
			required_providers: {
				aws: { source: "hashicorp/aws", version: ">= 5.100, < 7.0" },
				...(cloudControl && { awscc: { source: "hashicorp/awscc", version: ">= 1.0" } }),
			},
		},
		provider: {
			aws: { ...region, default_tags: { tags: { [ownerTag]: prefixOf(project) } } },
			...(cloudControl && { awscc: region }),
		},
		variable: variablesOf(project, resources),
		data: { aws_caller_identity: { current: {} }, aws_partition: { current: {} }, aws_region: { current: {} } },
		locals: {
			place: {
				partition: "${data.aws_partition.current.partition}",
				region: "${data.aws_region.current.id}",
				account_id: "${data.aws_caller_identity.current.account_id}",
			},
		},
	};
}

function byType(blocks: readonly Block[]): Json {
	const types: Record<string, Record<string, Json>> = {};
	for (const { type, label, arguments: given } of blocks) {
		const defined = Object.entries(given).filter((member): member is [string, Json] => member[1] !== undefined);
		types[type] = { ...types[type], [label]: Object.fromEntries(defined) };
	}
	return types;
}
