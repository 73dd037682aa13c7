import { connect, createServer, type Socket } from "node:net";
import { listen, type TestServer } from "../hostile-servers.js";

export interface SoakProxy extends TestServer {
	/** Ends all connections. */
	cut(): void;
	/** Lets no byte through from now on, and nobody know. */
	stall(): void;
	resume(): void;
}

/** The way from the device to the cloud, on loopback. */
export async function startSoakProxy(port: number): Promise<SoakProxy> {
	const pairs = new Set<readonly [Socket, Socket]>();
	let stalled = false;
	const flow = ([near, far]: readonly [Socket, Socket]) => {
		near.pipe(far);
		far.pipe(near);
	};
	const server = createServer({ pauseOnConnect: true }, (near) => {
		const far = connect(port, "127.0.0.1");
		const pair = [near, far] as const;
		pairs.add(pair);
		for (const socket of pair) {
			socket.on("error", () => {});
			socket.on("close", () => {
				pairs.delete(pair);
				near.destroy();
				far.destroy();
			});
		}
		if (!stalled) flow(pair);
	});
	const { port: own, close } = await listen(server);
	return {
		port: own,
		close,
		cut() {
			for (const [near] of pairs) near.destroy();
		},
		stall() {
			stalled = true;
			for (const [near, far] of pairs) {
				near.unpipe(far).pause();
				far.unpipe(near).pause();
			}
		},
		resume() {
			stalled = false;
			for (const pair of pairs) flow(pair);
		},
	};
}
