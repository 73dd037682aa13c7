import type { Command } from "commander";
import { ToolError } from "../../base/tool-error.js";
import { intervalMs, parameter, templateName } from "./arguments.js";
import { type AwsFlags, addAwsOptions, awsSettings } from "./aws-options.js";
import type { CommandHost } from "./command-host.js";

interface ClaimCreateFlags extends AwsFlags {
	readonly template: string;
	readonly out?: string;
	readonly bootstrap?: string;
	readonly parameter?: Readonly<Record<string, string>>;
	readonly interval?: number;
	readonly rootCa?: string;
	readonly json?: true;
}

export function addClaim(program: Command, host: CommandHost): void {
	const claim = program.command("claim").description("short-lived certificates that are good for provisioning only");
	const create = claim
		.command("create")
		.description("ask AWS IoT for a claim, good for five minutes, and write it to files only you can read")
		.requiredOption("--template <name>", "provisioning template the claim is for", templateName)
		.option("--out <dir>", "where certificate, key and expiry go (default: claims, unless --bootstrap is given)")
		.option("--bootstrap <file>", "write all that a new device needs as one file")
		.option("--parameter <key=value>", "parameter of the template, in the bootstrap; may be repeated", parameter)
		.option("--interval <seconds>", "between readings, in the bootstrap (default: 10)", intervalMs)
		.option("--root-ca <file>", "root CA for the bootstrap (default: the emulator's own, else Amazon Root CA 1)")
		.option("--json", "one JSON object a line on stdout");
	addAwsOptions(create).action(async (flags: ClaimCreateFlags) => {
		await host.run({ json: flags.json ?? false }, async (context) => {
			checkDestination(flags);
			const { createClaim } = await import("../operations/claim-create.js");
			const options = {
				aws: awsSettings(flags, host.context.env),
				templateName: flags.template,
				outDirectory: flags.out ?? (flags.bootstrap === undefined ? "claims" : undefined),
				bootstrapPath: flags.bootstrap,
				parameters: flags.parameter ?? {},
				device: flags.interval === undefined ? {} : { telemetry: { intervalMs: flags.interval } },
				rootCaPath: flags.rootCa,
			};
			await createClaim(options, context);
		});
	});
}

/** What goes into a bootstrap has no effect without one. Throws ToolError `usage`. */
function checkDestination({ bootstrap, parameter, interval, rootCa }: ClaimCreateFlags): void {
	if (bootstrap !== undefined) return;
	const given = Object.entries({ "--parameter": parameter, "--interval": interval, "--root-ca": rootCa })
		.filter(([, value]) => value !== undefined)
		.map(([name]) => name);
	if (given.length === 0) return;
	throw new ToolError("usage", `Only a bootstrap takes ${given.join(" and ")}, and none is to be written`, {
		next: "add --bootstrap FILE",
	});
}
