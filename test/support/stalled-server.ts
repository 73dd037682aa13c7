import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";

/** More than the kernel queues for a listener with the smallest backlog. */
const fillers = 8;

const program = `
const server = require("node:net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () =>
	process.stdout.write(String(server.address().port)),
);`;

export interface StalledServer {
	/** Of 127.0.0.1; nothing answers what is sent there. */
	readonly port: number;
	close(): Promise<void>;
}

/**
 * A port whose connections never open, as behind a firewall that drops what comes: a process that is stopped and whose queue is full, so that the kernel
 * drops every SYN. Linux does so.
 */
export async function startStalledServer(): Promise<StalledServer> {
	const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
	const [bytes] = (await once(child.stdout, "data")) as [Buffer];
	const port = Number(bytes.toString());
	child.kill("SIGSTOP");
	const sockets = Array.from({ length: fillers }, () => {
		const socket = connect({ host: "127.0.0.1", port });
		socket.on("error", () => undefined);
		return socket;
	});
	// They ask in their order: when the first one is through, all have asked.
	await once(sockets[0] as NonNullable<(typeof sockets)[0]>, "connect");
	return {
		port,
		async close() {
			for (const socket of sockets) socket.destroy();
			const closed = once(child, "close");
			child.kill("SIGKILL");
			await closed;
		},
	};
}
