import { randomUUID } from "node:crypto";
import { closeSync, constants, openSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ToolError } from "../tool-error.js";
import { isRunning } from "./is-running.js";
import { placeError } from "./place-error.js";
import { ownFile } from "./private-files.js";

/** ms between two signs of life of a holder. */
const beatInterval = 1000;
/** ms without one after which a holder that cannot be looked up is taken for dead. */
const silenceLimit = 5000;

/** What a lock file says: who holds it, and a count that grows as long as they live. */
interface Holder {
	/** Changes with every taker. */
	readonly token: string;
	readonly pid: number;
	/** Where that pid means something: the machine's boot and, in containers, the process namespace. */
	readonly place: string;
	readonly beats: number;
}

export interface HeldLock {
	/** Gives the lock back. May be called twice. */
	release(): void;
	/** Undefined while the lock is ours; afterwards why not, e.g. because the machine slept and somebody took it over. */
	problem(): Error | undefined;
}

/** Paths this process holds. */
const heldHere = new Set<string>();

/**
 * Takes the lock file at `path`, over the stale lock of a dead process if need be. It holds between processes of one machine,
 * between containers with one volume, and between machines with one network directory: a holder in another place is alive as
 * long as its file changes, and finding out that it is not takes `silenceLimit`. Rejects with ToolError `in-use`, naming the holder,
 * `file-forbidden` when no lock can be there.
 */
export async function takeLockFile(path: string): Promise<HeldLock> {
	const lockPath = resolve(path);
	if (heldHere.has(lockPath)) throw inUse(lockPath, "this process");
	heldHere.add(lockPath);
	try {
		const mine: Holder = { token: randomUUID(), pid: process.pid, place: thisPlace(), beats: 0 };
		while (!tryCreate(lockPath, mine)) await removeStale(lockPath);
		return hold(lockPath, mine);
	} catch (error) {
		heldHere.delete(lockPath);
		throw error;
	}
}

function hold(path: string, mine: Holder): HeldLock {
	let beats = 0;
	let problem: Error | undefined;
	let isHeld = true;
	const beat = () => {
		beats += 1;
		try {
			if (read(path)?.token === mine.token) write(path, { ...mine, beats }, "r+");
			else problem ??= inUse(path, "another process, which took it over");
		} catch {
			// A disk that is full or gone for a while: nobody else can write there either.
		}
	};
	const timer = setInterval(beat, beatInterval);
	timer.unref();
	return {
		problem: () => problem,
		release() {
			if (!isHeld) return;
			isHeld = false;
			clearInterval(timer);
			heldHere.delete(path);
			if (read(path)?.token === mine.token) rmSync(path, { force: true });
		},
	};
}

function tryCreate(path: string, mine: Holder): boolean {
	try {
		write(path, mine, "wx");
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
		throw placeError(path, error);
	}
}

/** Every beat is as long as the others: it replaces the one before. */
function write(path: string, { token, pid, place, beats }: Holder, mode: "wx" | "r+"): void {
	const flags = constants.O_WRONLY | (mode === "wx" ? constants.O_CREAT | constants.O_EXCL : ownFile);
	const file = openSync(path, flags, 0o600);
	try {
		writeFileSync(file, `${JSON.stringify({ token, pid, place, beats: String(beats).padStart(9, "0") })}\n`);
	} finally {
		closeSync(file);
	}
}

/** Moves a dead process's lock out of the way; throws when its holder is alive. */
async function removeStale(path: string): Promise<void> {
	const holder = read(path);
	if (holder === undefined) return;
	if (await isAlive(path, holder)) throw inUse(path, describe(holder));
	const aside = `${path}.${randomUUID()}`;
	try {
		renameSync(path, aside);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
		throw placeError(path, error);
	}
	// Between reading and renaming, another process may have taken the stale lock over: give it back and stand aside.
	const moved = read(aside);
	if (moved !== undefined && moved.token !== holder.token) {
		renameSync(aside, path);
		throw inUse(path, describe(moved));
	}
	rmSync(aside, { force: true });
}

async function isAlive(path: string, holder: Holder): Promise<boolean> {
	if (holder.place === thisPlace()) return holder.pid !== process.pid && isRunning(holder.pid);
	// Of an earlier version, which gave no signs of life.
	if (holder.place === "" && holder.pid !== process.pid && isRunning(holder.pid)) return true;
	// A pid of another container or machine means nothing here: only what the holder does tells.
	const until = performance.now() + silenceLimit;
	while (performance.now() < until) {
		await sleep(beatInterval / 4);
		const now = read(path);
		if (now === undefined) return false;
		if (now.token !== holder.token || now.beats !== holder.beats) return true;
	}
	return false;
}

/** Undefined when there is none. One that was torn while it was written has no place and no token. */
function read(path: string): Holder | undefined {
	let text: string;
	try {
		const file = openSync(path, constants.O_RDONLY | ownFile);
		try {
			text = readFileSync(file, "utf8");
		} finally {
			closeSync(file);
		}
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw placeError(path, error);
	}
	const blank = { token: text, pid: Number.parseInt(text, 10), place: "", beats: 0 };
	try {
		const { token, pid, place, beats } = JSON.parse(text);
		if (typeof token !== "string" || typeof place !== "string") return blank;
		return { token, pid: Number(pid), place, beats: Number(beats) };
	} catch {
		return blank;
	}
}

/** Linux has containers: there a pid means something within one boot and one namespace. Elsewhere within the machine. */
function thisPlace(): string {
	try {
		const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
		return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
	} catch {
		return `${process.platform} ${hostname()}`;
	}
}

function describe({ pid, place }: Holder): string {
	return place === thisPlace() ? `process ${pid}` : "a process in another container or on another machine";
}

function inUse(path: string, holder: string): ToolError {
	return new ToolError("in-use", `In use by ${holder}, which holds ${path}`, {
		next: "end that one first, or choose another place",
	});
}
