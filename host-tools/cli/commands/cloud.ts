import type { Command } from "commander";
import { addCloudApply } from "./cloud/apply.js";
import { addCloudDestroy } from "./cloud/destroy.js";
import { addCloudExport } from "./cloud/export.js";
import { addCloudImport } from "./cloud/import.js";
import { addCloudLint } from "./cloud/lint.js";
import { addCloudPlan } from "./cloud/plan.js";
import type { CommandHost } from "./command-host.js";

export function addCloud(program: Command, host: CommandHost): void {
	const cloud = program
		.command("cloud")
		.description("an AWS account, or thingsmith local, as thingsmith.json says, and what is wrong in such documents");
	for (const add of [addCloudPlan, addCloudApply, addCloudDestroy, addCloudExport, addCloudImport, addCloudLint])
		add(cloud, host);
}
