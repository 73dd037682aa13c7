import { parseArgs } from "node:util";
import { ToolError } from "../../base/tool-error.js";
import { buildChipFirmware } from "../../moddable/build/build-chip-firmware.js";
import { chipTarget, chipTargets } from "../../moddable/build/chip-target.js";
import { execute } from "../commands/execute.js";
import { createProcessContext } from "./process-context.js";

const targets = chipTargets.map(({ name }) => name).join("|");
const usage = `npm run build:esp32 -- [--target ${targets}] [--debug] [--secure]`;

function readOptions() {
	try {
		return parseArgs({
			options: {
				target: { type: "string", default: "esp32" },
				debug: { type: "boolean", default: false },
				secure: { type: "boolean", default: false },
				help: { type: "boolean", short: "h", default: false },
			},
		}).values;
	} catch (error) {
		throw new ToolError("usage", (error as Error).message, { next: usage, cause: error });
	}
}

const context = createProcessContext();
process.exitCode = await execute(context, { json: false }, async (operation) => {
	const { target, debug, secure, help } = readOptions();
	if (help) return context.stdout.write(`Usage: ${usage}\n`);
	await buildChipFirmware({ target: chipTarget(target), debug, secure, env: context.env }, operation);
});
