import assert from "node:assert/strict";
import { stackSettings } from "../../../../host-tools/cloud/export/cloudformation/stack-settings.js";
import type { Template, TemplateResource } from "../../../../host-tools/cloud/export/cloudformation/template.js";
import type { Exported, ExportFormat } from "../../../../host-tools/cloud/export/export-format.js";
import { exportFormats } from "../../../../host-tools/cloud/export/export-format.js";
import { exportProject } from "../../../../host-tools/cloud/export/export-project.js";
import { address } from "../../../../host-tools/cloud/export/terraform/address.js";
import { concrete, type Json } from "../../../../host-tools/cloud/model/concrete.js";
import { desiredState } from "../../../../host-tools/cloud/model/desired-state.js";
import type { Value } from "../../../../host-tools/cloud/model/resource.js";
import { type Resource, resourceTypes } from "../../../../host-tools/cloud/model/resource.js";
import { prefixOf } from "../../../../host-tools/cloud/project/project.js";
import { DeployedTemplate } from "./deployed-template.js";
import { leaves } from "./leaves.js";
import { projects, sources } from "./projects.js";

const place = { partition: "aws", region: "us-east-1", accountId: "123456789012" };

function textOf({ files }: Exported, path: string): string {
	const { content } = files.find((file) => file.path === path) ?? assert.fail(`${path} is missing`);
	return content.toString();
}

const allText = ({ files }: Exported) => files.map(({ content }) => content.toString()).join("\n");

/** What Terraform makes of text. */
const unquoted = (text: string) => text.replaceAll("$${", "${").replaceAll("%%{", "%{");

/** Every value of `resource` that is text or number, except ARNs, which a language may have other words for. */
function valuesOf(resource: Resource): readonly string[] {
	const known: readonly string[] = Object.values(place);
	return [...leaves(concrete(resource.properties as Value, place))].filter(
		(leaf) => !leaf.startsWith("arn:") && !known.includes(leaf),
	);
}

for (const name of ["defaults", "everything", "table"] as const) {
	describe(`exports of the project "${name}"`, () => {
		const exported = {} as Record<ExportFormat, Exported>;
		let resources: readonly Resource[];
		let prefix: string;
		let helper: readonly Resource[];

		before(async () => {
			const project = (await projects())[name];
			resources = desiredState(project);
			prefix = prefixOf(project);
			helper = stackSettings(project, prefix, resources);
			for (const format of exportFormats) exported[format] = await exportProject(format, project, sources);
		});

		it("in CloudFormation hold every property of every resource, as it is in the account", () => {
			const template = JSON.parse(textOf(exported.cloudformation, "template.json")) as Template;
			const deployed = new DeployedTemplate(template, [...resources, ...helper], place);
			for (const resource of [...resources, ...helper]) {
				const found = deployed.properties(resource.id);
				const wanted = concrete(resource.properties as Value, place) as Readonly<Record<string, Json>>;
				for (const [member, value] of Object.entries(wanted)) {
					const code = member === "Code" ? { ZipFile: String((value as { Source: string }).Source) } : undefined;
					if (code === undefined) assert.deepEqual(found[member], value, `${resource.id}.${member}`);
					else assert.match(String((found.Code as { ZipFile: string }).ZipFile), new RegExp(`"${code.ZipFile}: `));
				}
			}
			const ids = [...resources, ...helper].map(({ id }) => id);
			assert.deepEqual(Object.keys(template.Resources).toSorted(), ids.toSorted());
		});

		it("in CloudFormation make everything after what it needs", () => {
			const template = JSON.parse(textOf(exported.cloudformation, "template.json")) as Template;
			for (const resource of resources) {
				const written = JSON.stringify(template.Resources[resource.id] as TemplateResource);
				for (const other of resource.dependsOn ?? []) {
					const isThere = new RegExp(`"${other.id}"|\\{${other.id}\\.`).test(written);
					// By way of the role, where a condition may leave it out.
					assert.ok(isThere || other.id === "IotLog", `${resource.id} after ${other.id}`);
				}
			}
		});

		it("in Terraform hold every value of every resource", () => {
			const { resource: blocks } = JSON.parse(textOf(exported.terraform, "main.tf.json")) as {
				resource: Record<string, Record<string, object>>;
			};
			const text = unquoted(allText(exported.terraform));
			for (const resource of resources) {
				const [type = "", label = ""] = address(resource).split(".");
				assert.ok(blocks[type]?.[label], `${resource.id}: ${type}.${label}`);
				for (const value of valuesOf(resource)) {
					// Said by an argument of another name.
					if (["ACTIVE", "ENABLE", "HASH", "RANGE"].includes(value)) continue;
					// A list of its own variable.
					if (resource.id === "SerialNumberHook" && value.includes(",")) continue;
					const inJson = JSON.stringify(value).slice(1, -1);
					const twice = JSON.stringify(inJson).slice(1, -1);
					assert.ok(
						[value, inJson, twice].some((form) => text.includes(form)),
						`${resource.id}: ${value}`,
					);
				}
			}
		});

		it("in the CDK hold a construct for every resource of the template", () => {
			const template = JSON.parse(textOf(exported.cloudformation, "template.json")) as Template;
			const stack = textOf(exported.cdk, "lib/fleet-stack.ts");
			for (const id of [...Object.keys(template.Resources), ...Object.keys(template.Parameters)]) {
				assert.match(stack, new RegExp(`new [\\w.]+\\(this, "${id}", \\{`), id);
			}
		});

		it("in scripts hold every value of every resource, and remove what they make", () => {
			const text = allText(exported.scripts);
			const [deploy, destroy] = [textOf(exported.scripts, "deploy.sh"), textOf(exported.scripts, "destroy.sh")];
			for (const resource of resources) {
				assert.ok(deploy.includes(`# ${resource.purpose}\n`), resource.id);
				for (const value of valuesOf(resource)) {
					// Said by options of a command.
					if (["ACTIVE", "ENABLE"].includes(value)) continue;
					const forms = [value, JSON.stringify(value).slice(1, -1), value.replaceAll("'", "'\\''")];
					assert.ok(
						forms.some((form) => text.includes(form.replaceAll(place.region, "@region@"))),
						`${resource.id}: ${value}`,
					);
				}
			}
			const made = [...deploy.matchAll(/^put_(\w+)/gm)].map(([, kind = ""]) => kind);
			const goesWith = ["role_policy", "managed_policy", "permission", "subscription"];
			for (const kind of new Set(made)) {
				assert.ok(goesWith.includes(kind) || destroy.includes(`\nremove_${kind}`), kind);
			}
		});

		it("say nothing of one account or region, and hold no key", () => {
			for (const format of exportFormats) {
				const text = allText(exported[format]);
				assert.doesNotMatch(text, /PRIVATE KEY|keyPair|secret_access_key/, format);
				assert.doesNotMatch(text, /:\d{12}:/, format);
				assert.doesNotMatch(text, /arn:aws(-\w+)*:(iot|iam|sns|lambda|logs|dynamodb):(?!:aws:)/, format);
			}
			assert.doesNotMatch(allText(exported.terraform), /"aws_iot_certificate"/);
		});

		it("are the same text for the same project", async () => {
			const project = (await projects())[name];
			for (const format of exportFormats) {
				assert.deepEqual(await exportProject(format, project, sources), exported[format]);
			}
		});

		it("have notes, at the top of what is read first", () => {
			for (const format of exportFormats) {
				const { notes, files } = exported[format];
				const first = format === "cdk" ? textOf(exported.cdk, "bin/app.ts") : (files[0]?.content.toString() ?? "");
				const top = first.slice(0, 4000);
				assert.ok(notes.length >= 4);
				for (const note of notes)
					assert.ok(top.includes(note) || top.includes(JSON.stringify(note)), `${format}: ${note}`);
			}
		});
	});
}

describe("the projects of these tests", () => {
	it("have every type of the model between them", async () => {
		const types = Object.values(await projects()).flatMap((project) => desiredState(project).map(({ type }) => type));
		assert.deepEqual([...new Set(types)].toSorted(), [...resourceTypes].toSorted());
	});
});
