import type { Project } from "../../project/project.js";
import type { Exported, Sources } from "../export-format.js";
import { cloudFormationTemplate } from "./template.js";

/** One template, which CloudFormation takes as it is. */
export async function exportCloudFormation(project: Project, sources: Sources): Promise<Exported> {
	const template = await cloudFormationTemplate(project, sources);
	const content = `${JSON.stringify(template, undefined, "\t")}\n`;
	return { files: [{ path: "template.json", content }], notes: template.Metadata.Notes };
}
