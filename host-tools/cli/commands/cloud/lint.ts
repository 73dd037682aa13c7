import { type Command, Option } from "commander";
import { ToolError } from "../../../base/tool-error.js";
import { unknownPlaceholder } from "../../../base/topic-template.js";
import type { CommandHost } from "../command-host.js";

interface LintFlags {
	readonly fix?: true;
	readonly format?: "text" | "json" | "sarif";
	readonly json?: true;
	readonly flow: readonly string[];
	readonly topic: string;
	readonly ignore: readonly string[];
}

/** host-tools/cloud/lint/flows/flows.ts, which is not loaded for the help. */
const flowNames = ["provisioning", "provisioning-keys", "provisioning-csr", "telemetry", "jobs", "shadow"];

const moreHelp = `
It looks at AWS IoT and IAM policies, provisioning templates, security profiles, job documents, and at CloudFormation (JSON, YAML) and Terraform (*.tf,
*.tf.json) for these in them: by what a file holds, not by its name. Without FILE, at the files of this folder and of those in it.
A policy that allows some topics of provisioning, jobs or shadows is looked at for the whole conversation; --flow asks for one of them in every policy of
devices. E.g. thingsmith cloud lint device-policy.json --flow telemetry --topic 'dt/{thingName}/temperature'
Exit code 1: something was found. docs/lint.md has every rule.`;

const collect = (value: string, before: readonly string[]) => [...before, value];

export function addCloudLint(cloud: Command, host: CommandHost): void {
	cloud
		.command("lint")
		.description(
			"what AWS will refuse or a device will be denied, and what is too open, in policies and templates before they are used",
		)
		.argument("[file...]", "files and folders")
		.option("--fix", "mend in place what needs no decision, and say what was changed")
		.addOption(new Option("--format <format>", "how findings are written").choices(["text", "json", "sarif"]))
		.option("--json", "one JSON object a line on stdout: --format json")
		.addOption(
			new Option("--flow <flow>", "what policies of devices have to allow; may be repeated")
				.choices(flowNames)
				.argParser((value: string, before: readonly string[]) => {
					if (!flowNames.includes(value))
						throw new ToolError("usage", `There is no flow "${value}"`, { next: `one of ${flowNames.join(", ")}` });
					return collect(value, before);
				})
				.default([], "what a policy evidently is for"),
		)
		.option("--topic <template>", "where readings are published, for --flow telemetry", "{thingName}/temperature")
		.option("--ignore <rule>", "a rule to leave out; may be repeated", collect, [])
		.addHelpText("after", moreHelp)
		.action(async (paths: readonly string[], flags: LintFlags) => {
			const format = flags.format ?? (flags.json ? "json" : "text");
			await host.run({ json: format === "json" }, async (context) => {
				check(flags);
				const { cloudLint } = await import("../../operations/cloud-lint.js");
				const sarifVersion = format === "sarif" ? (cloud.parent?.version() ?? "") : undefined;
				const { flow: flows, topic, ignore, fix = false } = flags;
				await cloudLint({ paths, fix, ignore, rules: { flows, topic }, sarifVersion }, context);
			});
		});
}

/** Throws ToolError `usage`. */
function check({ json, format, topic }: LintFlags): void {
	if (json && format !== undefined && format !== "json") {
		throw new ToolError("usage", `--json and --format ${format} are two formats`, { next: "leave one of them out" });
	}
	const unknown = unknownPlaceholder(topic);
	if (unknown !== undefined)
		throw new ToolError("usage", `--topic has ${unknown}`, { next: "{thingName} is the only placeholder" });
}
