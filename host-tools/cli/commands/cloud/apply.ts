import type { Command } from "commander";
import { awsSettings } from "../aws-options.js";
import type { CommandHost } from "../command-host.js";
import { addProjectOptions, type ProjectFlags } from "./project-options.js";

interface ApplyFlags extends ProjectFlags {
	readonly yes?: true;
}

export function addCloudApply(cloud: Command, host: CommandHost): void {
	const apply = cloud
		.command("apply")
		.description("make the account what thingsmith.json says; may be repeated, and stopped anywhere")
		.option("--yes", "without asking");
	addProjectOptions(apply).action(async (flags: ApplyFlags) => {
		await host.run({ json: flags.json ?? false }, async (context) => {
			const { applyCloud } = await import("../../operations/cloud-apply.js");
			const { env, ask } = host.context;
			const options = { aws: awsSettings(flags, env), projectPath: flags.project, yes: flags.yes ?? false, ask };
			await applyCloud(options, context);
		});
	});
}
