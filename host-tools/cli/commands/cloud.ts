import type { Command } from "commander";
import { addCloudLint } from "./cloud/lint.js";
import type { CommandHost } from "./command-host.js";

export function addCloud(program: Command, host: CommandHost): void {
	const cloud = program
		.command("cloud")
		.description("what is in an AWS account for devices, and the documents that say so");
	for (const add of [addCloudLint]) add(cloud, host);
}
