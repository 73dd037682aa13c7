import { join } from "node:path";
import { readTextFile } from "../../../base/files/read-text-file.js";
import { repositoryRoot } from "../../../base/files/repository-root.js";
import { storedZip } from "../../lambdas/stored-zip.js";
import { concrete } from "../../model/concrete.js";
import { desiredState } from "../../model/desired-state.js";
import type { Resource } from "../../model/resource.js";
import { type Project, prefixOf } from "../../project/project.js";
import type { Exported, ExportFile, Sources } from "../export-format.js";
import { Members } from "../members.js";
import { readableJson } from "../readable-json.js";
import type { Scripter, Steps } from "./context.js";
import { iotSteps } from "./iot-steps.js";
import { otherSteps } from "./other-steps.js";
import { word } from "./shell.js";

const scripters = { ...otherSteps, ...iotSteps } satisfies Record<Resource["type"], Scripter>;

/** What functions.sh fills in. */
const marks = Object.freeze({ partition: "@partition@", region: "@region@", accountId: "@account@" });

/** deploy.sh and destroy.sh for the AWS CLI, with what they need beside them. */
export async function exportScripts(project: Project, sources: Sources): Promise<Exported> {
	const resources = desiredState(project);
	const files = new Map<string, ExportFile>();
	const functions = new Set<string>();
	const steps = resources.map((resource) => [resource, stepsOf(resource, files, functions)] as const);
	for (const name of functions) {
		const content = await sources(name);
		files.set(name, { path: `functions/${name}/index.js`, content });
		files.set(`${name}.zip`, { path: `functions/${name}.zip`, content: storedZip("index.js", Buffer.from(content)) });
	}
	const library = join(repositoryRoot, "host-tools", "cloud", "export", "scripts", "functions.sh");
	const notes = notesOf(resources);
	return {
		files: [
			{ path: "deploy.sh", content: deploy(project, notes, steps), executable: true },
			{ path: "destroy.sh", content: destroy(project, notes, steps), executable: true },
			{ path: "functions.sh", content: await readTextFile(library) },
			...files.values(),
		],
		notes,
	};
}

function stepsOf(resource: Resource, files: Map<string, ExportFile>, functions: Set<string>): Steps {
	const members = new Members(resource.id, resource.properties);
	const steps = scripters[resource.type]({
		resource,
		members,
		concrete: (value) => concrete(value, marks),
		document: (content, name = resource.id) => {
			const path = `documents/${name}.json`;
			files.set(path, { path, content: readableJson(content) });
			return name;
		},
		archive: (source) => {
			functions.add(source);
			return source;
		},
	});
	return members.end(steps);
}

type AllSteps = readonly (readonly [Resource, Steps])[];

function deploy(project: Project, notes: readonly string[], steps: AllSteps): string {
	const body = steps.map(([{ purpose }, { put }]) => `\n# ${purpose}\n${put.join("\n")}\n`);
	return `${head(project, notes)}${body.join("")}`;
}

function destroy(project: Project, notes: readonly string[], steps: AllSteps): string {
	const prepare = steps.flatMap(([, step]) => step.prepare ?? []);
	const removals = steps.toReversed().flatMap(([, { remove }]) => remove ?? []);
	// What takes five minutes comes last, when most of them have passed.
	const waits = removals.filter((removal) => removal.startsWith("remove_thing_type"));
	const lines = [...prepare, ...removals.filter((removal) => !waits.includes(removal)), ...waits, "finish"];
	return `${head(project, notes)}\n${lines.join("\n")}\n`;
}

function head(project: Project, notes: readonly string[]): string {
	return `#!/usr/bin/env bash
${notes.map((note) => `# ${note}\n`).join("")}set -euo pipefail

owner=${word(prefixOf(project))}
. "$(dirname "\${BASH_SOURCE[0]}")/functions.sh"
`;
}

function notesOf(resources: readonly Resource[]): readonly string[] {
	const tables = resources.filter(({ type }) => type === "AWS::DynamoDB::Table").map(({ name }) => name);
	return [
		"For bash and the AWS CLI, with the account and region that it has. ./deploy.sh makes everything or brings it up to date, ./destroy.sh removes it; both may be run again after any failure.",
		"What is ours is known by the tag thingsmith:project; destroy.sh leaves everything else alone, names it, and ends with 1.",
		"What settings of the account were before is kept in state/: keep it with the scripts, as destroy.sh brings it back.",
		"IOT_ONLY=1 leaves out every service but AWS IoT.",
		"AWS IoT deletes a thing type five minutes after it was deprecated: destroy.sh waits for it.",
		...(tables.length > 0 ? [`destroy.sh deletes these tables with what is in them: ${tables.join(", ")}.`] : []),
		...(resources.some(({ id }) => id === "DeviceProfile")
			? ["SECURITY_PROFILE=1 makes the security profile, too: AWS closed Device Defender Detect to new customers."]
			: []),
	];
}
