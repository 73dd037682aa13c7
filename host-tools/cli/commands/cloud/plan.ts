import type { Command } from "commander";
import { awsSettings } from "../aws-options.js";
import type { CommandHost } from "../command-host.js";
import { exitCodes } from "../exit-codes.js";
import { addProjectOptions, type ProjectFlags } from "./project-options.js";

interface PlanFlags extends ProjectFlags {
	readonly detailedExitcode?: true;
}

export function addCloudPlan(cloud: Command, host: CommandHost): void {
	const plan = cloud
		.command("plan")
		.description("what `cloud apply` would do, and what was changed by hand; changes nothing")
		.option("--detailed-exitcode", "exit code 2 where there is something to do, 0 where there is nothing, 1 on errors");
	addProjectOptions(plan).action(async (flags: PlanFlags) => {
		await host.run({ json: flags.json ?? false }, async (context) => {
			const { planCloud } = await import("../../operations/cloud-plan.js");
			const aws = awsSettings(flags, host.context.env);
			const { hasChanges } = await planCloud({ aws, projectPath: flags.project }, context);
			return flags.detailedExitcode === true && hasChanges ? exitCodes.changes : exitCodes.done;
		});
	});
}
