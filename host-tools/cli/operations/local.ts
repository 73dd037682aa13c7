import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { placeError } from "../../base/files/place-error.js";
import { makePrivateDirectory } from "../../base/files/private-files.js";
import { withTemporaryDirectory } from "../../base/files/temporary-directory.js";
import { untilAborted } from "../../base/interruption.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { createIotClient } from "../../cloud/account/iot-client.js";
import { createStarterTemplate, starterNames } from "../../cloud/account/starter-template.js";
import { accountId, region } from "../../emulator/arn.js";
import type { HookSettings } from "../../emulator/behaviour.js";
import { type Emulator, startEmulator } from "../../emulator/emulator.js";
import { checkHookFiles } from "./hook-files.js";
import { listenError } from "./listen-error.js";

export type LocalEvent = ReadyEvent | NoteEvent;

/** The emulator takes requests and connections. */
export interface ReadyEvent {
	readonly event: "ready";
	readonly endpointUrl: string;
	readonly mqttHost: string;
	readonly mqttPort: number;
	readonly rootCaPath: string;
	/** A template that can be used; absent where there is none. */
	readonly templateName?: string | undefined;
}

export interface LocalOptions {
	/** 0 picks a free one. */
	readonly port: number;
	/** 0 picks a free one. */
	readonly mqttPort: number;
	/** Keeps everything between runs. */
	readonly dataDirectory: string | undefined;
	/** Leaves the starter template out. */
	readonly empty: boolean;
	/** Paths as a person wrote them. */
	readonly hooks: Pick<HookSettings, "directory" | "targets">;
}

/** Runs the emulator until the signal aborts. */
export async function local(options: LocalOptions, context: TaskContext<LocalEvent>): Promise<void> {
	if (options.dataDirectory === undefined) {
		await withTemporaryDirectory((directory) => serve(options, directory, context));
	} else {
		const directory = resolve(options.dataDirectory);
		await makePrivateDirectory(directory);
		await serve(options, directory, context);
	}
}

async function serve(
	options: LocalOptions,
	directory: string,
	{ emit, signal }: TaskContext<LocalEvent>,
): Promise<void> {
	const emulator = await start(options, (text) => emit({ event: "note", text }));
	try {
		const rootCaPath = join(directory, "root-ca.pem");
		await writeFile(rootCaPath, emulator.rootCaPem).catch((error: unknown) => {
			throw placeError(rootCaPath, error);
		});
		const templateName = options.empty ? undefined : await ensureTemplate(emulator);
		const { endpointUrl, mqttHost, mqttPort } = emulator;
		emit({ event: "ready", endpointUrl, mqttHost, mqttPort, rootCaPath, templateName });
		emit({ event: "note", text: nextSteps(endpointUrl, templateName, options.dataDirectory !== undefined) });
		await untilAborted(signal);
	} finally {
		await emulator.close();
	}
}

async function start(local: LocalOptions, note: (text: string) => void): Promise<Emulator> {
	const { port, mqttPort, dataDirectory } = local;
	const hooks = await checkHookFiles(local.hooks);
	try {
		const options = { port, mqttPort, note, behaviour: { hooks } };
		if (dataDirectory === undefined) return await startEmulator(options);
		return await startEmulator({ ...options, dataDirectory: resolve(dataDirectory) });
	} catch (error) {
		throw listenError(error, { "--port": port, "--mqtt-port": mqttPort });
	}
}

/** The name of a template that can be used: the starter template where there was none at all. */
async function ensureTemplate({ endpointUrl, registry }: Emulator): Promise<string | undefined> {
	const [first] = registry.templates.listProvisioningTemplates();
	if (first !== undefined) return first.templateName;
	const settings = { endpointUrl, region, profile: undefined, hasEnvironmentCredentials: false };
	const client = createIotClient(settings);
	try {
		await createStarterTemplate(client, { ...starterNames, region, accountId });
		return starterNames.templateName;
	} finally {
		client.destroy();
	}
}

function nextSteps(endpointUrl: string, templateName: string | undefined, durable: boolean): string {
	const use =
		templateName === undefined
			? [
					"No provisioning template yet: make one with `aws iot create-provisioning-template`, or start without --empty.",
				]
			: [
					`Ready for use: provisioning template "${templateName}". In another terminal, here:`,
					"",
					`  export AWS_ENDPOINT_URL=${endpointUrl}`,
					`  npx thingsmith claim create --template ${templateName} --parameter SerialNumber=0001 --bootstrap claims/0001.json`,
					"  npx thingsmith device simulate --flash claims/0001.flash --bootstrap claims/0001.json",
					"  npx thingsmith watch",
				];
	return [
		"",
		...use,
		"",
		"The AWS CLI and other SDKs also want:",
		"  export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local",
		`  export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
		"",
		`Why was something refused?  ${endpointUrl}/_thingsmith/journal`,
		`${durable ? "All of it is kept in --data." : "Nothing is kept; --data DIR keeps it."} Ctrl-C ends it.`,
	].join("\n");
}
