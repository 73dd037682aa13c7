import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rm, symlink } from "node:fs/promises";
import type { Readable, Writable } from "node:stream";
import { within } from "./deadline.js";

/**
 * Node has no ptys: this makes one, says its name, and carries bytes between it and its own standard streams. While nobody has
 * the other side open, what comes in is dropped, as a serial driver does; that is asked for every 20 ms, since a pty without
 * another side has no event for it. With an argument it keeps the other side open itself, and nothing is dropped.
 */
const helper = `
import os, select, sys, tty
master, slave = os.openpty()
tty.setraw(slave)
os.write(1, os.ttyname(slave).encode() + b"\\n")
if len(sys.argv) == 1:
    os.close(slave)
def wait(timeout, *fds):
    poll = select.poll()
    for fd in fds:
        poll.register(fd, select.POLLIN)
    return dict(poll.poll(timeout))
def pipe(source, target):
    data = os.read(source, 65536)
    if not data:
        raise SystemExit
    while target is not None and data:
        data = data[os.write(target, data):]
while True:
    if wait(0, master).get(master, 0) & select.POLLHUP:
        if 0 in wait(20, 0):
            pipe(0, None)
        continue
    ready = wait(None, master, 0)
    if 0 in ready:
        pipe(0, master)
    if ready.get(master, 0) & select.POLLIN:
        pipe(master, 1)
`;

/** The side of a pty that has no name. */
export interface Pty {
	/** To whoever has the other side open. */
	readonly input: Writable;
	/** From there. */
	readonly output: Readable;
	readonly ended: Promise<unknown>;
	/** The path is gone, then the pty. May be called twice. */
	close(): Promise<void>;
}

/** What is missing where `canMakePty` is false. */
export const ptyNeeds = "python3 is needed for a pty.";

/** True where a pty can be had. */
export function canMakePty(): boolean {
	if (process.platform === "win32") return false;
	return spawnSync("python3", ["-c", "import select, tty"], { stdio: "ignore" }).status === 0;
}

/** A pty whose other side is found at `path`. `holds`: what comes before anybody opens that side waits for them. */
export async function makePty(path: string, { holds = false } = {}): Promise<Pty> {
	const child = spawn("python3", ["-c", helper, ...(holds ? ["hold"] : [])], { stdio: ["pipe", "pipe", "inherit"] });
	const ended = new Promise((resolve) => child.once("exit", resolve));
	// Bytes for a pty that was just closed.
	child.stdin.on("error", () => {});
	await symlink(await within(firstLine(child), "the name of the pty"), path);
	const end = async () => {
		await rm(path, { force: true });
		child.kill("SIGKILL");
		await ended;
	};
	let closing: Promise<void> | undefined;
	const close = () => {
		closing ??= end();
		return closing;
	};
	return { input: child.stdin, output: child.stdout, ended, close };
}

async function firstLine(child: ChildProcessByStdio<Writable, Readable, null>): Promise<string> {
	const [line] = (await Promise.race([once(child.stdout, "data"), once(child, "error"), once(child, "exit")])) as [
		unknown,
	];
	if (Buffer.isBuffer(line)) return line.toString().trim();
	throw new Error(`There is no pty: ${line}`);
}
