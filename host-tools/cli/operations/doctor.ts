import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Check, CheckedEvent } from "../../base/doctor/check.js";
import { Found } from "../../base/doctor/found.js";
import { nodeCheck } from "../../base/doctor/node-version.js";
import { runChecks } from "../../base/doctor/run-checks.js";
import { isSecretName, Secrets } from "../../base/doctor/secrets.js";
import { repositoryRoot } from "../../base/files/repository-root.js";
import { trySecretFile } from "../../base/files/secret-file.js";
import type { TaskContext } from "../../base/task-context.js";
import { systemErrorCode, ToolError } from "../../base/tool-error.js";
import { boardChecks } from "../../board/doctor/board-checks.js";
import type { BoardFacts } from "../../board/doctor/board-facts.js";
import { serialPortsCheck } from "../../board/doctor/serial-ports-check.js";
import type { BoardPort } from "../../board/serial/open-board.js";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import { accountChecks } from "../../cloud/doctor/account-checks.js";
import { readAwsFiles } from "../../cloud/doctor/aws-files.js";
import { type CloudFound, cloudFound } from "../../cloud/doctor/cloud-found.js";
import { deviceChecks } from "../../cloud/doctor/device-checks.js";
import { type EndpointChecksOptions, endpointChecks } from "../../cloud/doctor/endpoint-checks.js";
import { planCheck } from "../../cloud/doctor/plan-check.js";
import { policiesCheck } from "../../cloud/doctor/policies-check.js";
import { type BundledEvent, writeBundle } from "./doctor-bundle.js";

type Environment = Readonly<Record<string, string | undefined>>;

export interface DoctorOptions {
	/** As flags and environment say; a ToolError where they say what cannot be: that is one of the things to be found. */
	readonly aws: AwsSettings | ToolError;
	readonly templateName: string;
	/** The board that is looked at, too. */
	readonly board?: BoardPort | undefined;
	readonly env: Environment;
	/** Where all of it goes, for a bug report. */
	readonly bundlePath?: string | undefined;
	readonly parts?: DoctorParts;
}

/** What a test may replace. */
export interface DoctorParts extends Pick<EndpointChecksOptions, "resolver" | "limits"> {
	readonly helloMs?: number;
	readonly nodeVersion?: string;
	readonly now?: Date;
}

/** Checks of other parts of an account, each from what is found out about it: `(found) => ({ check: "policies", … })`. They come behind the account's. */
export const furtherChecks: readonly ((found: CloudFound) => Check)[] = Object.freeze([planCheck, policiesCheck]);

/**
 * Looks at all that provisioning a board needs, and reports each check as a `check`. Rejects with `checks-failed` when one failed, and with
 * `file-exists` or `file-forbidden` where the bundle cannot be written, before anything is looked at.
 */
export async function doctor(
	options: DoctorOptions,
	{ emit, signal }: TaskContext<CheckedEvent | BundledEvent>,
): Promise<void> {
	const { bundlePath, env } = options;
	if (bundlePath !== undefined) await trySecretFile(bundlePath);
	const files = await readAwsFiles(env, signal);
	const secrets = new Secrets([...secretsOf(env), ...files.secrets]);
	const found = cloudFound();
	const over = new AbortController();
	try {
		const checks = await allChecks(options, found, AbortSignal.any([signal, over.signal]));
		const clean = (checked: CheckedEvent) => emit(secrets.removeFrom(checked));
		const checked = await runChecks(checks, { emit: clean, signal });
		if (bundlePath !== undefined) {
			await writeBundle(bundlePath, { checked, env, files, secrets, manifest: await readManifest() });
			emit({ event: "bundle", path: bundlePath });
		}
		refuseFailed(checked);
	} finally {
		over.abort();
		found.account.value?.client.destroy();
	}
}

async function allChecks(
	{ aws, templateName, board, env, parts = {} }: DoctorOptions,
	found: CloudFound,
	signal: AbortSignal,
): Promise<readonly Check[]> {
	const { nodeVersion: version = process.versions.node, now = new Date(), helloMs } = parts;
	const { engines } = await readManifest();
	const [clock, ...endpoint] = endpointChecks({ ...parts, found }).toSorted(clockFirst);
	return [
		nodeCheck({ version, engines: engines.node, now }),
		...(clock === undefined ? [] : [clock]),
		...(await sdkChecks(env)),
		serialPortsCheck(),
		...accountChecks({ aws, templateName, found, signal }),
		...furtherChecks.map((make) => make(found)),
		...endpoint,
		...(board === undefined ? [] : checksOf(board, found, helloMs)),
	];
}

/** This machine's comes with this machine's others. */
function clockFirst(a: Check, b: Check): number {
	return Number(b.area === "machine") - Number(a.area === "machine");
}

function checksOf(board: BoardPort, found: CloudFound, helloMs: number | undefined): readonly Check[] {
	const facts = new Found<BoardFacts>();
	return [...boardChecks({ board, helloMs, facts }), ...deviceChecks(found, facts)];
}

type SdkChecks = typeof import("../../moddable/doctor/sdk-checks.js");
/** In a clone only: what is installed builds no firmware, and has no such file. */
const sdkModule: string = "../../moddable/doctor/sdk-checks.js";

async function sdkChecks(env: Environment): Promise<readonly Check[]> {
	try {
		return ((await import(sdkModule)) as SdkChecks).sdkChecks(env);
	} catch (error) {
		if (systemErrorCode(error) === "ERR_MODULE_NOT_FOUND") return [];
		throw error;
	}
}

function refuseFailed(checked: readonly CheckedEvent[]): void {
	const failed = checked.filter(({ status }) => status === "fail").map(({ check }) => check);
	if (failed.length === 0) return;
	const message = `${failed.length} of ${checked.length} checks failed: ${failed.join(", ")}`;
	throw new ToolError("checks-failed", message, { next: "do what the lines say, from the top" });
}

function secretsOf(env: Environment): string[] {
	return Object.entries(env).flatMap(([name, value]) => (value !== undefined && isSecretName(name) ? value : []));
}

interface Manifest {
	readonly version: string;
	readonly engines: { readonly node: string };
	readonly dependencies: Readonly<Record<string, string>>;
}

async function readManifest(): Promise<Manifest> {
	return JSON.parse(await readFile(join(repositoryRoot, "package.json"), "utf8")) as Manifest;
}
