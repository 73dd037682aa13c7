import type { Project } from "../project/project.js";
import type { Exported, ExportFormat, Sources } from "./export-format.js";

/** Each is loaded when it is asked for. */
const exporters: Readonly<
	Record<ExportFormat, () => Promise<(project: Project, sources: Sources) => Promise<Exported>>>
> = Object.freeze({
	cloudformation: async () => (await import("./cloudformation/cloudformation.js")).exportCloudFormation,
	terraform: async () => (await import("./terraform/terraform.js")).exportTerraform,
	cdk: async () => (await import("./cdk/cdk.js")).exportCdk,
	scripts: async () => (await import("./scripts/scripts.js")).exportScripts,
});

/** What `cloud apply` makes, in the language of another tool. Asks nobody: the same project is the same text. */
export async function exportProject(format: ExportFormat, project: Project, sources: Sources): Promise<Exported> {
	const exporter = await exporters[format]();
	return exporter(project, sources);
}
