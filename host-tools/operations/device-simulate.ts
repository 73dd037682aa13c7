import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Bootstrap } from "../../firmware/core/bootstrap.js";
import type { OperationContext } from "../events.js";
import { isThere } from "../files/is-there.js";
import { takeLockFile } from "../files/lock-file.js";
import { toBootstrap } from "../flash/bootstrap-file.js";
import { applyBootstrap, type BootstrapOutcome } from "../flash/flash-file.js";
import { systemErrorCode, ToolError } from "../tool-error.js";
import { runDevice } from "./run-device.js";

export interface DeviceSimulateOptions {
	readonly flashPath: string;
	readonly bootstrapPath: string | undefined;
	/** Ends when this many were acknowledged; undefined: until the signal aborts. */
	readonly readings: number | undefined;
}

/** One virtual device whose flash is a file: it goes on where it was. */
export async function simulateDevice(options: DeviceSimulateOptions, context: OperationContext): Promise<void> {
	const { flashPath, bootstrapPath, readings } = options;
	const bootstrap = bootstrapPath === undefined ? undefined : await readBootstrap(bootstrapPath);
	if (bootstrap === undefined && !(await isThere(flashPath))) {
		throw new ToolError("usage", `There is no flash file ${flashPath}`, {
			next: "make one with --bootstrap FILE, which `thingsmith claim create … --bootstrap FILE` writes",
		});
	}
	const unlock = lock(flashPath);
	try {
		if (bootstrap !== undefined) {
			const outcome = await applyBootstrap(flashPath, bootstrap);
			context.emit({ event: "note", text: explain(flashPath, outcome) });
		}
		await runDevice({ name: basename(flashPath), flashPath, readings }, context);
	} finally {
		unlock();
	}
}

/** Two devices on one flash would tear each other's records. The lock of a process that was killed is taken over. */
function lock(flashPath: string): () => void {
	const lockPath = `${flashPath}.lock`;
	try {
		return takeLockFile(lockPath);
	} catch (error) {
		if (systemErrorCode(error) !== undefined) throw error;
		throw new ToolError("flash-in-use", `${flashPath} is in use by another process, which ${lockPath} names`, {
			next: `end that process first; if it is no device, remove ${lockPath}`,
			cause: error,
		});
	}
}

async function readBootstrap(path: string): Promise<Bootstrap> {
	let text: string;
	try {
		text = await readFile(path, "utf8");
	} catch (error) {
		throw new ToolError("file-missing", `Cannot read ${path}: ${(error as Error).message}`, {
			next: "`thingsmith claim create … --bootstrap FILE` writes one",
			cause: error,
		});
	}
	return toBootstrap(parse(path, text));
}

function parse(path: string, text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// JSON.parse quotes what it read, which may be a key.
		throw new ToolError("file-invalid", `${path} is not JSON`, {
			next: "`thingsmith claim create … --bootstrap FILE` writes a good one",
		});
	}
}

function explain(path: string, outcome: BootstrapOutcome): string {
	if (outcome.kind === "created") return `Created ${path} from the bootstrap.`;
	if (outcome.kind === "claim") return `Gave ${path} the claim of the bootstrap.`;
	if (outcome.thingName === undefined) return `${path} holds this claim already and goes on with it.`;
	return `${path} is ${outcome.thingName} already and goes on as such; the bootstrap is not used. A new identity needs a new --flash file.`;
}
