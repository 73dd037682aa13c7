import { basename, dirname } from "node:path";
import { isThere } from "../../base/files/is-there.js";
import { type HeldLock, takeLockFile } from "../../base/files/lock-file.js";
import { makePrivateDirectory } from "../../base/files/private-files.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";

import { hasCode, ToolError } from "../../base/tool-error.js";
import { checkIsFresh, readBootstrap } from "../../board/identity/read-bootstrap-file.js";

import { applyBootstrap, type BootstrapOutcome, createBlankFlashFile } from "../../board/partitions/flash-file.js";
import { prepareReadingsFile, removeReadingsFile } from "../../board/partitions/readings-file.js";
import { checkFlashFile } from "./check-flash-file.js";
import { runDevice, type SerialAddress, type VirtualDeviceEvent } from "./run-device.js";

export interface DeviceSimulateOptions {
	readonly flashPath: string;
	readonly bootstrapPath: string | undefined;
	/** Ends when this many were acknowledged; undefined: until the signal aborts. */
	readonly readings: number | undefined;
	/** Where bootstraps come in while it runs; undefined: nowhere. */
	readonly serial?: SerialAddress | undefined;
	/** In spite of an identity it takes what comes in there. */
	readonly buttonHeld?: boolean | undefined;
}

/** One virtual device whose flash is a file: it goes on where it was. */
export async function simulateDevice(
	options: DeviceSimulateOptions,
	context: TaskContext<VirtualDeviceEvent | NoteEvent>,
): Promise<void> {
	const { flashPath, bootstrapPath, readings, serial, buttonHeld } = options;
	const bootstrap = bootstrapPath === undefined ? undefined : await readBootstrap(bootstrapPath, context.signal);
	const isNew = !(await isThere(flashPath));
	// A device that is there may have an identity, and need no claim.
	if (bootstrap !== undefined && bootstrapPath !== undefined && isNew) checkIsFresh(bootstrap, bootstrapPath);
	const isBlank = bootstrap === undefined && isNew;
	if (isBlank && serial === undefined) {
		throw new ToolError("usage", `There is no flash file ${flashPath}`, {
			next: "make one with --bootstrap FILE, which `thingsmith claim create … --bootstrap FILE` writes, or a blank one with --serial 0",
		});
	}
	await makePrivateDirectory(dirname(flashPath));
	const held = await lock(flashPath);
	try {
		if (await isThere(flashPath)) checkFlashFile(flashPath);
		else await removeReadingsFile(flashPath);
		if (isBlank) await createBlankFlashFile(flashPath);
		if (bootstrap !== undefined) {
			const outcome = await applyBootstrap(flashPath, bootstrap);
			context.emit({ event: "note", text: explain(flashPath, outcome) });
		}
		const readingsPath = await prepareReadingsFile(flashPath);
		const options = { flashPath, readingsPath, readings, serial, buttonHeld, settings: bootstrap?.settings };
		await runDevice({ name: basename(flashPath), ...options }, context);
	} finally {
		held.release();
	}
}

/** Two devices on one flash would tear each other's records. The lock of a process that was killed is taken over. */
async function lock(flashPath: string): Promise<HeldLock> {
	const lockPath = `${flashPath}.lock`;
	try {
		return await takeLockFile(lockPath);
	} catch (error) {
		if (!hasCode(error, "in-use")) throw error;
		throw new ToolError("flash-in-use", `${flashPath}: ${(error as Error).message}`, {
			next: `end that process first; if it is no device, remove ${lockPath}`,
			cause: error,
		});
	}
}

function explain(path: string, outcome: BootstrapOutcome): string {
	if (outcome.kind === "created") return `Created ${path} from the bootstrap.`;
	const { kind, thingName } = outcome;
	if (kind === "claim") {
		const tried = `, which is for the case that AWS refuses what it has: the identity of ${thingName}, not proved yet`;
		return `Gave ${path} the claim of the bootstrap${thingName === undefined ? "" : tried}.`;
	}
	if (thingName === undefined) return `${path} holds this claim already and goes on with it.`;
	return `${path} is ${thingName} already and goes on as such; the bootstrap is not used. A new identity needs a new --flash file.`;
}
