import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { symlink, unlink } from "node:fs/promises";
import type { Readable, Writable } from "node:stream";
import type { SerialLink, SerialListener } from "../../host-tools/serial/serial-link.js";
import { within } from "./deadline.js";

/** Node has no ptys: this makes one, says its name, keeps both sides open and carries bytes between it and its standard streams. */
const helper = `
import os, select, tty
master, slave = os.openpty()
tty.setraw(slave)
os.write(1, os.ttyname(slave).encode() + b"\\n")
while True:
    ready = select.select([0, master], [], [])[0]
    for source, target in ((0, master), (master, 1)):
        if source in ready:
            data = os.read(source, 65536)
            if not data:
                raise SystemExit
            while data:
                data = data[os.write(target, data):]
`;

/** True where a pty can be had. */
export function canOpenPty(): boolean {
	if (process.platform === "win32") return false;
	return spawnSync("python3", ["-c", "import select, tty"], { stdio: "ignore" }).status === 0;
}

/** A pty whose other side is found at `path`, as a link of the host tools. */
export async function openPtyLink(path: string): Promise<SerialLink> {
	const child: ChildProcessByStdio<Writable, Readable, null> = spawn("python3", ["-c", helper], {
		stdio: ["pipe", "pipe", "inherit"],
	});
	const [name] = (await within(once(child.stdout, "data"), "the name of the pty")) as [Buffer];
	await symlink(name.toString().trim(), path);
	let listener: SerialListener | undefined;
	child.stdout.on("data", (bytes: Buffer) => listener?.onBytes(new Uint8Array(bytes)));
	return {
		name: path,
		hasSignals: false,
		listen: (next) => {
			listener = next;
		},
		write: (bytes) => new Promise((resolve) => child.stdin.write(bytes, () => resolve())),
		setBaudRate: async () => {},
		setSignals: async () => {},
		async close() {
			listener = undefined;
			if (child.exitCode === null && child.signalCode === null) {
				const ended = once(child, "exit");
				child.kill("SIGKILL");
				await ended;
			}
			await unlink(path).catch(() => undefined);
		},
	};
}
