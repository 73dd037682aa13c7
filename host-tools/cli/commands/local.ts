import type { Command } from "commander";
import { port } from "./arguments.js";
import type { CommandHost } from "./command-host.js";
import { hookTarget } from "./hook-target.js";

interface LocalFlags {
	readonly port: number;
	readonly mqttPort: number;
	readonly data?: string;
	readonly empty?: true;
	readonly hooks?: string;
	readonly hook?: ReadonlyMap<string, string>;
	readonly json?: true;
}

export function addLocal(program: Command, host: CommandHost): void {
	program
		.command("local")
		.description("AWS IoT on this machine: control plane over HTTP, MQTT over mutual TLS, until Ctrl-C")
		.option("--port <n>", "control plane; 0 picks a free one", port, 4566)
		.option("--mqtt-port <n>", "MQTT over TLS; 0 picks a free one", port, 8883)
		.option("--data <dir>", "keep everything there between runs; without it nothing is kept")
		.option("--empty", "do not make the template and policy that a first try needs")
		.option("--hooks <dir>", "templates may name JavaScript files in it as pre-provisioning hooks; they run as you")
		.option(
			"--hook <arn=target>",
			"URL or JavaScript file to call for that Lambda function; may be repeated",
			hookTarget,
		)
		.option("--json", "one JSON object a line on stdout")
		.action(async ({ port, mqttPort, data, empty, hooks, hook, json }: LocalFlags) => {
			await host.run({ json: json ?? false, endless: true }, async (context) => {
				const { local } = await import("../operations/local.js");
				const options = { port, mqttPort, dataDirectory: data, empty: empty ?? false };
				await local({ ...options, hooks: { directory: hooks, targets: hook } }, context);
			});
		});
}
