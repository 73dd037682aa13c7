import { type Command, Option } from "commander";
import { telemetryDefaults } from "../../../firmware/core/settings/settings.js";
import { thingName } from "./arguments.js";
import { type AwsFlags, addAwsOptions, awsSettings } from "./aws-options.js";
import type { CommandHost } from "./command-host.js";

/** For what was being made when it was told to stop, and for removing all of it, in ms. */
const removalMs = 12_000;

interface WatchFlags extends AwsFlags {
	readonly thing?: string;
	readonly topic: string;
	readonly rootCa?: string;
	readonly json?: true;
	readonly csv?: true;
}

export function addWatch(program: Command, host: CommandHost): void {
	const watch = program
		.command("watch")
		.description("live readings, with missed and duplicate ones counted, until Ctrl-C")
		.option("--thing <name>", "only this thing", thingName)
		.option("--topic <template>", "topic the devices publish to", telemetryDefaults.topic)
		.option("--root-ca <file>", "root CA of the MQTT endpoint (default: the emulator's own, else Amazon Root CA 1)")
		.option("--json", "one JSON object a line on stdout; so without a terminal")
		.addOption(new Option("--csv", "readings as CSV on stdout, with a heading").conflicts("json"));
	addAwsOptions(watch)
		.addHelpText(
			"after",
			"\nIt makes a certificate and a policy for itself (thingsmith-watch-…) that allow nothing but to read this topic,\nand removes both when it ends.",
		)
		.action(async (flags: WatchFlags) => {
			const csv = flags.csv ?? false;
			const json = flags.json ?? !(csv || host.context.stdout.isTerminal);
			await host.run({ json, csv, endless: true, counts: true, stopMs: removalMs }, async (context) => {
				const { watchReadings } = await import("../operations/watch.js");
				const aws = awsSettings(flags, host.context.env);
				await watchReadings({ aws, thingName: flags.thing, topic: flags.topic, rootCaPath: flags.rootCa }, context);
			});
		});
}
