import type { Command } from "commander";
import { awsSettings } from "../aws-options.js";
import type { CommandHost } from "../command-host.js";
import { addProjectOptions, type ProjectFlags } from "./project-options.js";

export function addCloudImport(cloud: Command, host: CommandHost): void {
	const importing = cloud
		.command("import")
		.description(
			"take over what is there already: from now on `cloud apply` changes it, and `cloud destroy` removes it",
		)
		.argument("<name>", "what `cloud plan` calls it");
	addProjectOptions(importing).action(async (name: string, flags: ProjectFlags) => {
		await host.run({ json: flags.json ?? false }, async (context) => {
			const { importCloud } = await import("../../operations/cloud-import.js");
			await importCloud({ aws: awsSettings(flags, host.context.env), projectPath: flags.project, name }, context);
		});
	});
}
