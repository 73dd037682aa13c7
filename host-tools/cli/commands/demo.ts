import { type Command, Option } from "commander";
import { integer, intervalMs } from "./arguments.js";
import type { CommandHost } from "./command-host.js";

interface DemoFlags {
	readonly devices: number;
	readonly readings?: number;
	readonly interval: number;
	readonly json?: true;
}

export function addDemo(program: Command, host: CommandHost): void {
	program
		.command("demo")
		.description("AWS IoT and virtual devices on this machine: each claims, provisions and reports, until Ctrl-C")
		.option("--devices <n>", "how many devices, 1 to 200", integer(1, 200), 3)
		.option("--readings <n>", "end when each device has had this many readings acknowledged", integer(1, 1_000_000))
		.addOption(
			new Option("--interval <seconds>", "between readings of a device (a real one defaults to 10)")
				.argParser(intervalMs)
				.default(1000, "1"),
		)
		.option("--json", "one JSON object a line on stdout")
		.action(async ({ devices, readings, interval, json }: DemoFlags) => {
			await host.run({ json: json ?? false, endless: readings === undefined }, async (context) => {
				const { demo } = await import("../operations/demo.js");
				await demo({ devices, readings, intervalMs: interval }, context);
			});
		});
}
