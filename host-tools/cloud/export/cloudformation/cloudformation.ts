import type { Json } from "../../model/concrete.js";
import type { Project } from "../../project/project.js";
import type { Exported, Sources } from "../export-format.js";
import { readableJson } from "../readable-json.js";
import { cloudFormationTemplate } from "./template.js";

/** One template, which CloudFormation takes as it is. */
export async function exportCloudFormation(project: Project, sources: Sources): Promise<Exported> {
	const template = await cloudFormationTemplate(project, sources);
	const content = readableJson(template as unknown as Json);
	return { files: [{ path: "template.json", content }], notes: template.Metadata.Notes };
}
