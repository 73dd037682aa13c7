import { randomUUID } from "node:crypto";
import { readFile, rename, unlink, writeFile } from "node:fs/promises";
import { systemErrorCode, ToolError } from "../tool-error.js";

/** Holds `path` + `.lock` until it is released. A process that was killed leaves its lock behind; the next one takes it over. */
export async function lockFile(path: string): Promise<() => Promise<void>> {
	const lockPath = `${path}.lock`;
	const mine = JSON.stringify({ pid: process.pid, started: await startOf(process.pid) });
	for (let attempt = 0; attempt < 3; attempt += 1) {
		if (await tryCreate(lockPath, mine)) return () => unlink(lockPath);
		const theirs = await readFile(lockPath, "utf8").catch(() => undefined);
		if (theirs === undefined) continue;
		if (await isHeld(theirs)) break;
		await removeIfStill(lockPath, theirs);
	}
	throw new ToolError("flash-in-use", `${path} is in use by another process (${lockPath} says which)`, {
		next: `end that process first; if there is none, remove ${lockPath}`,
	});
}

async function tryCreate(lockPath: string, content: string): Promise<boolean> {
	try {
		await writeFile(lockPath, content, { flag: "wx", mode: 0o600 });
		return true;
	} catch (error) {
		if (systemErrorCode(error) === "EEXIST") return false;
		throw error;
	}
}

async function isHeld(content: string): Promise<boolean> {
	const holder = parseHolder(content);
	// Half-written: its owner is just about to write, or was killed right then. Asking the user is the safe answer.
	if (holder === undefined) return true;
	if (holder.pid === process.pid) return holder.started === (await startOf(process.pid));
	if (!isAlive(holder.pid)) return false;
	return holder.started === (await startOf(holder.pid));
}

function parseHolder(content: string): { pid: number; started: string } | undefined {
	try {
		const { pid, started } = JSON.parse(content) as { pid?: unknown; started?: unknown };
		return Number.isInteger(pid) && typeof started === "string" ? { pid: pid as number, started } : undefined;
	} catch {
		return undefined;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return systemErrorCode(error) === "EPERM";
	}
}

/** Tells a process from a later one with the same id; where there is no /proc, the id alone must do. */
async function startOf(pid: number): Promise<string> {
	const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
	// The command's name, in parentheses, may hold spaces; the start time is the 20th field after it (proc(5)).
	return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

/** Between reading a stale lock and removing it another process may have put its own there: rename first, then look. */
async function removeIfStill(lockPath: string, stale: string): Promise<void> {
	const aside = `${lockPath}.${randomUUID()}`;
	try {
		await rename(lockPath, aside);
	} catch (error) {
		if (systemErrorCode(error) === "ENOENT") return;
		throw error;
	}
	if ((await readFile(aside, "utf8")) === stale) await unlink(aside);
	else await rename(aside, lockPath);
}
