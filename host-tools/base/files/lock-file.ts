import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { placeError } from "./place-error.js";

/** Paths this process holds: its own pid in a lock file says nothing when pids are reused, as in containers. */
const heldHere = new Set<string>();

/**
 * Takes the lock file at `path` for this process, over the stale lock of a dead one if need be. Returns a function that gives
 * it back (may be called twice). Throws an Error that names the holder when `path` is held, ToolError `file-forbidden` when none can be there.
 */
export function takeLockFile(path: string): () => void {
	const lockPath = resolve(path);
	if (heldHere.has(lockPath)) throw inUse(lockPath, process.pid);
	while (!tryCreate(lockPath)) removeStale(lockPath);
	heldHere.add(lockPath);
	return () => {
		if (heldHere.delete(lockPath)) rmSync(lockPath, { force: true });
	};
}

function tryCreate(path: string): boolean {
	try {
		writeFileSync(path, `${process.pid} ${randomUUID()}\n`, { flag: "wx", mode: 0o600 });
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
		throw placeError(path, error);
	}
}

/** Moves a dead process's lock out of the way; throws when its holder is alive. */
function removeStale(path: string): void {
	const holder = read(path);
	if (holder === undefined) return;
	const pid = Number.parseInt(holder, 10);
	if (isAlive(pid)) throw inUse(path, pid);
	const aside = `${path}.${randomUUID()}`;
	try {
		renameSync(path, aside);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
		throw error;
	}
	// Between reading and renaming, another process may have taken the stale lock over: give it back and stand aside.
	if (read(aside) !== holder) {
		renameSync(aside, path);
		throw inUse(path, Number.parseInt(read(path) ?? "", 10));
	}
	rmSync(aside, { force: true });
}

function read(path: string): string | undefined {
	try {
		return readFileSync(path, "utf8");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw placeError(path, error);
	}
}

/** A lock without a readable pid was torn while it was written: its writer is dead. */
function isAlive(pid: number): boolean {
	if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}

function inUse(path: string, pid: number): Error {
	return new Error(
		`In use by process ${pid}, which holds "${path}": end that process first; if it is none of thingsmith's, remove the lock file`,
	);
}
