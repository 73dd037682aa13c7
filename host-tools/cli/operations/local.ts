import { join, resolve } from "node:path";
import { makePrivateDirectory, replacePrivateFile } from "../../base/files/private-files.js";
import { withTemporaryDirectory } from "../../base/files/temporary-directory.js";
import { untilAborted } from "../../base/interruption.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { parseTemplateBody, requiredParameters } from "../../cloud/account/template-body.js";
import { type Account, homeOf } from "../../emulator/account.js";
import type { Behaviour, HookSettings } from "../../emulator/behaviour.js";
import { presetBehaviour } from "../../emulator/changeable-behaviour.js";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator/emulator.js";
import type { AccessKey } from "../../emulator/http/signature/access-keys.js";
import { isLoopback } from "../../emulator/reach.js";
import { type NamedKey, readAccessKeys } from "./access-keys.js";
import { ensureStarter } from "./ensure-starter.js";
import { checkHookFiles, existingDirectory } from "./hook-files.js";
import { listenError } from "./listen-error.js";
import { localRecipe } from "./local-recipe.js";
import { ownFunctions } from "./own-functions.js";
import { RefusalReporter, type RefusedEvent, type RefusedMoreEvent } from "./refusal-reporter.js";

export type LocalEvent = ReadyEvent | DataDirectoryEvent | NoteEvent | RefusedEvent | RefusedMoreEvent;

/** What a person should know of the data directory: a torn line was set aside, the disk takes nothing, it is written again. */
export interface DataDirectoryEvent {
	readonly event: "data-directory";
	readonly message: string;
}

/** The emulator takes requests and connections. */
export interface ReadyEvent {
	readonly event: "ready";
	readonly endpointUrl: string;
	readonly mqttHost: string;
	readonly mqttPort: number;
	/** HTTPS, and MQTT by ALPN. */
	readonly httpsPort?: number | undefined;
	/** Other names and addresses by which it is reached, those of loopback aside. */
	readonly otherHosts?: readonly string[] | undefined;
	readonly rootCaPath: string;
	/** A template that can be used; absent where there is none. */
	readonly templateName?: string | undefined;
}

export interface ListenOptions {
	/** MQTT clients at a time. */
	readonly maxConnections: number;
	/** Address to listen on; `0.0.0.0` and `::` are all of this machine. */
	readonly host: string;
	/** What boards and containers call this machine besides. */
	readonly names: readonly string[];
	/** 0 picks a free one. */
	readonly port: number;
	/** 0 picks a free one. */
	readonly mqttPort: number;
	/** 0 picks a free one; undefined: 8443, or a free one when that is taken. */
	readonly httpsPort: number | undefined;
}

export interface LocalOptions {
	readonly listen: ListenOptions;
	readonly account: Account;
	/** The keys whose signatures are taken, as the AWS CLI keeps them; any signature is without it. */
	readonly credentialsFile: string | undefined;
	/** Keeps everything between runs. */
	readonly dataDirectory: string | undefined;
	/** Leaves the starter template out. */
	readonly empty: boolean;
	/** Paths as a person wrote them. */
	readonly hooks: Pick<HookSettings, "directory" | "targets">;
	/** Stands for S3; as a person wrote it. */
	readonly bucketDirectory?: string | undefined;
	/** What Device Defender does that AWS leaves open, or does no more. */
	readonly defender?: Pick<Behaviour, "detect" | "auditAttachments">;
	/** Faults to begin with: one of `presets`. */
	readonly preset?: string | undefined;
	/** Key pairs that are being made already. */
	readonly firstKeys?: EmulatorOptions["firstKeys"];
}

/** Where AWS has HTTPS with client certificates besides 443. */
const usualHttpsPort = 8443;

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
	const accessKeys = options.credentialsFile === undefined ? undefined : await readAccessKeys(options.credentialsFile);
	const emulator = await start(options, accessKeys, (message) => emit({ event: "data-directory", message }));
	const refusals = new RefusalReporter(emit);
	let unfollow = () => {};
	try {
		const rootCaPath = join(directory, "root-ca.pem");
		await replacePrivateFile(rootCaPath, (file) => file.writeFile(emulator.rootCaPem));
		const templateName = options.empty ? undefined : ensureStarter(emulator.registry, options.account);
		const { endpointUrl, mqttHost, mqttPort, httpsPort = 0, otherHosts } = emulator;
		emit({
			event: "ready",
			endpointUrl,
			mqttHost,
			mqttPort,
			httpsPort,
			otherHosts: otherHosts.length > 0 ? otherHosts : undefined,
			rootCaPath,
			templateName,
		});
		const recipe = localRecipe({
			endpointUrl,
			template: usable(emulator, templateName),
			region: homeOf(options.account).region,
			durable: options.dataDirectory !== undefined,
			otherHosts: isLoopback(options.listen.host) ? [] : otherHosts,
			mqttHost,
			httpsPort,
			credentials: usableCredentials(options.credentialsFile, accessKeys),
			platform: process.platform,
		});
		emit({ event: "note", text: recipe });
		unfollow = emulator.journal.follow((refusal) => refusals.report(refusal));
		await untilAborted(signal);
	} finally {
		unfollow();
		refusals.close();
		await emulator.close();
	}
}

async function start(
	local: LocalOptions,
	accessKeys: readonly AccessKey[] | undefined,
	note: (text: string) => void,
): Promise<Emulator> {
	const { account, dataDirectory, firstKeys } = local;
	const { httpsPort = usualHttpsPort } = local.listen;
	const listen = { ...local.listen, httpsPort, httpsPortMayMove: local.listen.httpsPort === undefined };
	const targets = new Map([...ownFunctions(account), ...(local.hooks.targets ?? [])]);
	const hooks = await checkHookFiles({ ...local.hooks, targets });
	const { bucketDirectory: bucket, preset } = local;
	const faults = preset === undefined ? {} : presetBehaviour(preset);
	const bucketDirectory = bucket === undefined ? undefined : await existingDirectory(bucket);
	try {
		const behaviour = { ...faults, ...local.defender, hooks, bucketDirectory };
		const options = { ...listen, account, accessKeys, note, behaviour, firstKeys };
		if (dataDirectory === undefined) return await startEmulator(options);
		return await startEmulator({ ...options, dataDirectory: resolve(dataDirectory) });
	} catch (error) {
		throw listenError(error, {
			"--port": listen.port,
			"--mqtt-port": listen.mqttPort,
			"--https-port": httpsPort,
		});
	}
}

function usableCredentials(file: string | undefined, [first]: readonly NamedKey[] = []) {
	return file === undefined || first === undefined ? undefined : { file: resolve(file), profile: first.profile };
}

/** The template of that name with what devices have to give it. */
function usable({ registry }: Emulator, templateName: string | undefined) {
	const template = templateName === undefined ? undefined : registry.templates.findProvisioningTemplate(templateName);
	const version = template?.versions.find(({ versionId }) => versionId === template.defaultVersionId);
	if (template === undefined || version === undefined) return undefined;
	const body = parseTemplateBody(version.templateBody);
	return { templateName: template.templateName, parameters: body === undefined ? [] : requiredParameters(body) };
}
