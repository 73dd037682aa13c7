import type { Command } from "commander";
import { awsSettings } from "../aws-options.js";
import type { CommandHost } from "../command-host.js";
import { addProjectOptions, type ProjectFlags } from "./project-options.js";

interface DestroyFlags extends ProjectFlags {
	readonly yes?: true;
	readonly things?: true;
}

const moreHelp = `
What thingsmith did not make stays, and is named. A thing type can be deleted five minutes after it is deprecated: that is waited for.`;

export function addCloudDestroy(cloud: Command, host: CommandHost): void {
	const destroy = cloud
		.command("destroy")
		.description("take back all that `cloud apply` made, from any half-made state")
		.option("--things", "also the things of the fleet with their certificates: no device survives it")
		.option("--yes", "without asking");
	addProjectOptions(destroy)
		.addHelpText("after", moreHelp)
		.action(async (flags: DestroyFlags) => {
			const { yes = false, things = false } = flags;
			await host.run({ json: flags.json ?? false }, async (context) => {
				const { destroyCloud } = await import("../../operations/cloud-destroy.js");
				const { env, ask } = host.context;
				await destroyCloud({ aws: awsSettings(flags, env), projectPath: flags.project, yes, things, ask }, context);
			});
		});
}
