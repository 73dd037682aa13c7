import type { Command } from "commander";
import { ToolError } from "../../../base/tool-error.js";
import type { CommandHost } from "../command-host.js";
import { addBoardOptions, type BoardFlags, boardOptions } from "./board-options.js";

interface DeviceInspectFlags extends BoardFlags {
	readonly json?: true;
}

export function addDeviceInspect(device: Command, host: CommandHost): void {
	const inspect = device
		.command("inspect")
		.description("what an identity partition holds, without its secrets: of a file, or of a board")
		.argument("[file]", "an identity image, a flash file of a virtual device, or a dump of a whole flash")
		.option("--json", "one JSON object a line on stdout");
	addBoardOptions(inspect).action(async (file: string | undefined, flags: DeviceInspectFlags) => {
		await host.run({ json: flags.json ?? false }, async (context) => {
			const { inspectBoard, inspectFile } = await import("../../operations/device-inspect.js");
			if (file !== undefined && flags.port !== undefined) {
				throw new ToolError("usage", "Either a file is inspected or a board, not both", {
					next: "leave the file or --port out",
				});
			}
			if (file === undefined) await inspectBoard(boardOptions(flags, host.context), context);
			else await inspectFile(file, context);
		});
	});
}
