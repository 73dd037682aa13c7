import type { Command } from "commander";
import { ToolError } from "../../../base/tool-error.js";
import type { SerialAddress } from "../../operations/run-device.js";
import { integer, loopback } from "../arguments.js";
import type { CommandHost } from "../command-host.js";

interface DeviceSimulateFlags {
	readonly flash: string;
	readonly bootstrap?: string;
	readonly readings?: number;
	readonly serial?: SerialAddress;
	readonly buttonHeld?: true;
	readonly json?: true;
}

export function addDeviceSimulate(device: Command, host: CommandHost): void {
	device
		.command("simulate")
		.description("run the firmware on this machine; its flash is a file, so that it goes on where it was")
		.requiredOption(
			"--flash <file>",
			"the device's flash; made from the bootstrap, or blank with --serial, when it is not there yet",
		)
		.option("--bootstrap <file>", "as `claim create --bootstrap` wrote it: for a new device, or a new claim for one")
		.option("--readings <n>", "end when this many readings were acknowledged", integer(1, 1_000_000))
		.option(
			"--serial <[host:]port>",
			"take bootstraps and send the log over TCP, as a board does over its serial port; 0 picks a free port",
			loopback,
		)
		.option(
			"--button-held",
			"with --serial: takes a bootstrap or new settings though it has an identity, as a board does",
		)
		.option("--json", "one JSON object a line on stdout")
		.action(async ({ flash, bootstrap, readings, serial, buttonHeld, json }: DeviceSimulateFlags) => {
			if (buttonHeld && serial === undefined) {
				throw new ToolError("usage", "--button-held lets in what comes over the serial line", {
					next: "add --serial 0",
				});
			}
			await host.run({ json: json ?? false, endless: readings === undefined }, async (context) => {
				const { simulateDevice } = await import("../../operations/device-simulate.js");
				await simulateDevice({ flashPath: flash, bootstrapPath: bootstrap, readings, serial, buttonHeld }, context);
			});
		});
}
