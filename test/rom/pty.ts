import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePty, type Pty } from "../support/pty.js";
import type { Board } from "./board.js";
import type { RomTransport } from "./transport.js";

/** The board behind a pty. It carries no modem lines and no speed; unplugged, the path is gone. */
export async function ptyTransport(board: Board): Promise<RomTransport> {
	const directory = await mkdtemp(join(tmpdir(), "thingsmith-pty-"));
	const path = join(directory, "board");
	let running: Pty | undefined;
	const stop = async () => running?.close();
	const start = async () => {
		running = await makePty(path);
		carry(running, board);
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

function carry({ input, output, ended }: Pty, board: Board): void {
	const connection = board.connect({
		onBytes: (bytes) => void input.write(bytes),
		onUnplugged: () => {},
	});
	output.on("data", (bytes: Buffer) => connection?.write(bytes));
	void ended.then(() => connection?.close());
}
