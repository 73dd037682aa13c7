import { type Command, Option } from "commander";
import { type ExportFormat, exportFormats } from "../../../cloud/export/export-format.js";
import type { CommandHost } from "../command-host.js";

interface CloudExportFlags {
	readonly format: ExportFormat;
	readonly out: string;
	readonly project?: string;
	readonly force?: true;
	readonly json?: true;
}

export function addCloudExport(cloud: Command, host: CommandHost): void {
	const format = new Option("--format <format>", "what it is written as").choices(exportFormats).makeOptionMandatory();
	cloud
		.command("export")
		.description(
			"write what an account is to hold as CloudFormation, Terraform, an app of the CDK, or scripts for the AWS CLI",
		)
		.addOption(format)
		.requiredOption("--out <dir>", "folder that the files go to")
		.option("--project <file>", "what the account is to hold (default: thingsmith.json, where there is one)")
		.option("--force", "replace files that are there with another content")
		.option("--json", "one JSON object a line on stdout")
		.action(async (flags: CloudExportFlags) => {
			await host.run({ json: flags.json ?? false }, async (context) => {
				const { exportCloud } = await import("../../operations/cloud-export.js");
				const options = {
					format: flags.format,
					outDirectory: flags.out,
					projectPath: flags.project,
					directory: ".",
					force: flags.force ?? false,
				};
				await exportCloud(options, context);
			});
		});
}
