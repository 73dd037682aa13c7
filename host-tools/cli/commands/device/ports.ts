import type { Command } from "commander";
import type { CommandHost } from "../command-host.js";

interface DevicePortsFlags {
	readonly json?: boolean;
}

export function addDevicePorts(device: Command, host: CommandHost): void {
	device
		.command("ports")
		.description("the serial ports of this machine, and what is behind them")
		.option("--json", "one JSON object a line on stdout")
		.action(async ({ json = false }: DevicePortsFlags) => {
			await host.run({ json }, async (context) => {
				const { listDevicePorts } = await import("../../operations/device-ports.js");
				await listDevicePorts(context);
			});
		});
}
