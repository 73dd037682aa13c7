import type { Command } from "commander";
import type { CommandHost } from "../command-host.js";

interface DeviceImageFlags {
	readonly bootstrap: string;
	readonly out: string;
	readonly firmware?: string;
	readonly json?: boolean;
}

export function addDeviceImage(device: Command, host: CommandHost): void {
	device
		.command("image")
		.description("make the identity partition of a new device as a file, for other flashers")
		.requiredOption("--bootstrap <file>", "as `claim create --bootstrap` wrote it")
		.requiredOption("--out <file>", "where the image goes; only you can read it, and it is never written over")
		.option("--firmware <dir>", "the firmware it is for, where its partition table is not ours")
		.option("--json", "one JSON object a line on stdout")
		.action(async ({ bootstrap, out, firmware, json = false }: DeviceImageFlags) => {
			await host.run({ json }, async (context) => {
				const { makeDeviceImage } = await import("../../operations/device-image.js");
				await makeDeviceImage({ bootstrapPath: bootstrap, outPath: out, firmwareDirectory: firmware }, context);
			});
		});
}
