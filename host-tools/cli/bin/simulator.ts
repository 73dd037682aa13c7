import { parseArgs } from "node:util";
import { ToolError } from "../../base/tool-error.js";
import { awsSettings } from "../commands/aws-options.js";
import { execute } from "../commands/execute.js";
import { simulateFirmware } from "../operations/simulate-firmware.js";
import { createProcessContext } from "./process-context.js";

/** What `thingsmith local` answers on unless told otherwise. */
const defaultEndpointUrl = "http://127.0.0.1:4566";
/** What may keep the process alive once it is done: keep-alive sockets. */
const lingerMs = 1000;

const usage = "npm run simulator -- [--endpoint-url URL] [--template NAME] [--new] [--xsbug]";

function readOptions() {
	try {
		return parseArgs({
			options: {
				"endpoint-url": { type: "string" },
				template: { type: "string", default: "thingsmith" },
				new: { type: "boolean", default: false },
				xsbug: { type: "boolean", default: false },
				help: { type: "boolean", short: "h", default: false },
			},
		}).values;
	} catch (error) {
		throw new ToolError("usage", (error as Error).message, { next: usage, cause: error });
	}
}

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
const context = createProcessContext();
process.exitCode = await execute(context, { json: false, endless: true }, async (operation) => {
	const { "endpoint-url": endpointUrl, template, new: newDevice, xsbug, help } = readOptions();
	if (help) return context.stdout.write(`Usage: ${usage}\n`);
	const aws = awsSettings(endpointUrl === undefined ? {} : { endpointUrl }, context.env);
	await simulateFirmware(
		{
			aws: { ...aws, endpointUrl: aws.endpointUrl ?? defaultEndpointUrl },
			templateName: template,
			newDevice,
			xsbug,
			env: context.env,
		},
		operation,
	);
});
setTimeout(() => process.exit(), lingerMs).unref();
