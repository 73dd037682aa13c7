import type { Command } from "commander";
import { ToolError } from "../../base/tool-error.js";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import { starterNames } from "../../cloud/account/starter-template.js";
import { prefixOf } from "../../cloud/project/project.js";
import { templateName } from "./arguments.js";
import { type AwsFlags, addAwsOptions, awsSettings } from "./aws-options.js";
import type { CommandHost } from "./command-host.js";
import { portName } from "./device/board-options.js";

interface DoctorFlags extends AwsFlags {
	readonly port?: string;
	readonly template?: string;
	readonly bundle?: string;
	readonly json?: true;
}

const moreHelp = `
A line for each check: ok, warn or fail, the cause, and what to type next. It ends with 0 when nothing failed, and with 1 when something did.
With --port the board is asked too, and restarted once; nothing is changed on it, nor in the account.`;

export function addDoctor(program: Command, host: CommandHost): void {
	const doctor = program
		.command("doctor")
		.description("what is missing or wrong: this machine, the account, the way to its endpoint, a board")
		.option("--port <name>", "also the board there, e.g. /dev/ttyUSB0, COM3 or tcp://host:port", portName)
		.option(
			"--template <name>",
			"the provisioning template that devices will name (default: that of thingsmith.json)",
			templateName,
		)
		.option("--bundle <file>", "also write all of it into a new file, without secrets, for a bug report")
		.option("--json", "one JSON object a line on stdout");
	addAwsOptions(doctor)
		.addHelpText("after", moreHelp)
		.action(async (flags: DoctorFlags) => {
			const { port, template, bundle, json = false } = flags;
			const { env } = host.context;
			await host.run({ json }, async (context) => {
				const { doctor: operation } = await import("../operations/doctor.js");
				const board = port === undefined ? undefined : { port, env };
				const aws = settingsOrError(flags, env);
				const name = template ?? (await projectTemplate());
				await operation({ aws, templateName: name, board, env, bundlePath: bundle }, context);
			});
		});
}

/** What a thingsmith.json that cannot be read is called after is told by the plan's line. */
async function projectTemplate(): Promise<string> {
	const { readProject } = await import("../../cloud/project/read-project.js");
	return readProject(undefined, process.cwd()).then(prefixOf, () => starterNames.templateName);
}

function settingsOrError(flags: AwsFlags, env: CommandHost["context"]["env"]): AwsSettings | ToolError {
	try {
		return awsSettings(flags, env);
	} catch (error) {
		if (error instanceof ToolError) return error;
		throw error;
	}
}
