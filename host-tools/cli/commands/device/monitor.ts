import type { Command } from "commander";
import type { CommandHost } from "../command-host.js";
import { addPortOption, baudRate } from "./board-options.js";

interface DeviceMonitorFlags {
	readonly port?: string;
	readonly baud: number;
	readonly raw?: boolean;
	readonly reset?: boolean;
	readonly json?: boolean;
}

export function addDeviceMonitor(device: Command, host: CommandHost): void {
	const monitor = device
		.command("monitor")
		.description("what a board says, decoded as a timeline, until Ctrl-C; waits for a board that went away")
		.option("--baud <n>", "speed of the firmware's log", baudRate, 115_200)
		.option("--raw", "as it comes; on a terminal, control characters are written out")
		.option("--reset", "restart the board first")
		.option("--json", "one JSON object a line on stdout");
	addPortOption(monitor).action(
		async ({ port, baud, raw = false, reset = false, json = false }: DeviceMonitorFlags) => {
			await host.run({ json, endless: true }, async (context) => {
				const board = { port, baudRate: baud, env: host.context.env };
				const { monitorDevice } = await import("../../operations/device-monitor.js");
				await monitorDevice({ board, raw, reset }, context);
			});
		},
	);
}
