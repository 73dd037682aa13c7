import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** A board that talks and is none of ours: says `words` again and again to whoever connects. */
export interface TalkingBoard {
	/** For --port. */
	readonly port: string;
	close(): Promise<void>;
}

export async function startTalkingBoard(words: Uint8Array, everyMs = 20): Promise<TalkingBoard> {
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on("error", () => socket.destroy());
		const talk = setInterval(() => socket.write(words), everyMs);
		socket.on("close", () => {
			clearInterval(talk);
			sockets.delete(socket);
		});
		socket.resume();
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	return {
		port: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async close() {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, "close");
		},
	};
}
