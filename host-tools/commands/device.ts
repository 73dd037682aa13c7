import type { Command } from "commander";
import { integer } from "./arguments.js";
import type { CommandHost } from "./program.js";

interface DeviceSimulateFlags {
	readonly flash: string;
	readonly bootstrap?: string;
	readonly readings?: number;
	readonly json?: true;
}

export function addDevice(program: Command, host: CommandHost): void {
	const device = program.command("device").description("devices, virtual ones so far");
	device
		.command("simulate")
		.description("run the firmware on this machine; its flash is a file, so that it goes on where it was")
		.requiredOption("--flash <file>", "the device's flash; made from the bootstrap when it is not there yet")
		.option("--bootstrap <file>", "as `claim create --bootstrap` wrote it: for a new device, or a new claim for one")
		.option("--readings <n>", "end when this many readings were acknowledged", integer(1, 1_000_000))
		.option("--json", "one JSON object a line on stdout")
		.action(async ({ flash, bootstrap, readings, json }: DeviceSimulateFlags) => {
			await host.run({ json: json ?? false, endless: readings === undefined }, async (context) => {
				const { simulateDevice } = await import("../operations/device-simulate.js");
				await simulateDevice({ flashPath: flash, bootstrapPath: bootstrap, readings }, context);
			});
		});
}
