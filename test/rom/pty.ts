import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import type { Board } from "./board.js";
import type { RomTransport } from "./transport.js";

/**
 * Node has no ptys: this makes one, says its name, and carries bytes between it and its own standard streams. While nobody has
 * the other side open, what the board sends is dropped, as a serial driver does; that is asked for every 20 ms, since a pty
 * without another side has no event for it.
 */
const helper = `
import os, select, tty
master, slave = os.openpty()
tty.setraw(slave)
os.write(1, os.ttyname(slave).encode() + b"\\n")
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

/** What is missing where `canMakePty` is false. */
export const ptyNeeds = "python3 is needed for a pty.";

/** True where a pty can be had. */
export function canMakePty(): boolean {
	if (process.platform === "win32") return false;
	return spawnSync("python3", ["-c", "import select, tty"], { stdio: "ignore" }).status === 0;
}

type Helper = ChildProcessByStdio<Writable, Readable, null>;

/** The board behind a pty. It carries no modem lines and no speed; unplugged, the path is gone. */
export async function ptyTransport(board: Board): Promise<RomTransport> {
	const directory = await mkdtemp(join(tmpdir(), "thingsmith-pty-"));
	const path = join(directory, "board");
	let running: Helper | undefined;
	const stop = async () => {
		const child = running;
		running = undefined;
		await rm(path, { force: true });
		if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, "exit");
		child.kill("SIGKILL");
		await ended;
	};
	const start = async () => {
		const child = spawn("python3", ["-c", helper], { stdio: ["pipe", "pipe", "inherit"] });
		running = child;
		// Bytes for a pty that was just unplugged.
		child.stdin.on("error", () => {});
		await symlink(await firstLine(child), path);
		carry(child, board);
	};
	const onUnplugged = () => void stop();
	board.events.on("unplugged", onUnplugged);
	await start();
	return {
		port: path,
		async plug() {
			await stop();
			await start();
		},
		async close() {
			board.events.off("unplugged", onUnplugged);
			await stop();
			await rm(directory, { recursive: true, force: true });
		},
	};
}

async function firstLine(child: Helper): Promise<string> {
	const [line] = (await Promise.race([once(child.stdout, "data"), once(child, "error"), once(child, "exit")])) as [
		unknown,
	];
	if (Buffer.isBuffer(line)) return line.toString().trim();
	throw new Error(`There is no pty: ${line}`);
}

function carry(child: Helper, board: Board): void {
	const connection = board.connect({
		onBytes: (bytes) => void child.stdin.write(bytes),
		onUnplugged: () => {},
	});
	child.stdout.on("data", (bytes: Buffer) => connection?.write(bytes));
	child.on("exit", () => connection?.close());
}
