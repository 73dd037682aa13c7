import type { Command } from "commander";
import { ToolError } from "../../base/tool-error.js";
import { thingName } from "./arguments.js";
import { type AwsFlags, addAwsOptions, awsSettings } from "./aws-options.js";
import type { CommandHost } from "./command-host.js";

interface ExplainFlags extends AwsFlags {
	readonly thing?: string;
	readonly certificate?: string;
	readonly clientId?: string;
	readonly json?: true;
}

const moreHelp = `
E.g. thingsmith explain --thing unit-1 publish 'dt/unit-1/temperature'
AWS says which policies decide; \`thingsmith local\` says which statement, why the others do not, and knows other actions, too
(GetThingShadow, …). A thing with several certificates has an answer for each.`;

export function addExplain(program: Command, host: CommandHost): void {
	const explain = program
		.command("explain")
		.description("whether a device may do something by its policies, what decides it, and what would be needed")
		.argument("<action>", "publish, subscribe, receive or connect")
		.argument("[topic]", "the topic, or the filter to subscribe to; of connect, the client id")
		.option("--thing <name>", "the device, by its thing", thingName)
		.option("--certificate <id>", "the device, by its certificate's id or ARN")
		.option("--client-id <id>", "what it connects as (default: the thing's name)")
		.option("--json", "one JSON object a line on stdout");
	addAwsOptions(explain)
		.addHelpText("after", moreHelp)
		.action(async (action: string, topic: string | undefined, flags: ExplainFlags) => {
			await host.run({ json: flags.json ?? false }, async (context) => {
				checkWho(flags);
				const { explain: operation } = await import("../operations/explain.js");
				const { thing, certificate, clientId } = flags;
				const question = { thingName: thing, certificate, clientId, action, topic };
				await operation({ aws: awsSettings(flags, host.context.env), question }, context);
			});
		});
}

/** Throws ToolError `usage`. */
function checkWho({ thing, certificate, clientId }: ExplainFlags): void {
	if (thing !== undefined || certificate !== undefined || clientId !== undefined) return;
	throw new ToolError("usage", "Nobody is named who would do it", { next: "add --thing NAME, or --certificate ID" });
}
