import type { Command } from "commander";
import { type AwsFlags, addAwsOptions } from "../aws-options.js";

export interface ProjectFlags extends AwsFlags {
	readonly project?: string;
	readonly json?: true;
}

/** What every command has that reads thingsmith.json and asks an account. */
export function addProjectOptions(command: Command): Command {
	return addAwsOptions(
		command
			.option("--project <file>", "what the account is to hold (default: thingsmith.json here, or else the defaults)")
			.option("--json", "one JSON object a line on stdout"),
	);
}
