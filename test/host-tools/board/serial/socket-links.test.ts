import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { openSerialLink } from "../../../../host-tools/board/serial/open-serial-link.js";
import { resetBoard } from "../../../../host-tools/board/serial/reset-board.js";
import type { SerialLink } from "../../../../host-tools/board/serial/serial-link.js";
import { startRom } from "../../../rom/start-rom.js";
import { until, within } from "../../../support/deadline.js";

const signal = new AbortController().signal;
const open = (port: string, options = { baudRate: 115_200, signal }) => openSerialLink(port, options);

class Listened {
	bytes: number[] = [];
	closed: Error | undefined;

	constructor(link: SerialLink) {
		link.listen({
			onBytes: (bytes) => this.bytes.push(...bytes),
			onClosed: (error) => {
				this.closed = error;
			},
		});
	}
}

describe("links over TCP", () => {
	const servers: Server[] = [];
	const sockets: Socket[] = [];

	async function serve(onSocket: (socket: Socket) => void): Promise<number> {
		const server = createServer((socket) => {
			sockets.push(socket);
			socket.on("error", () => undefined);
			onSocket(socket);
		});
		servers.push(server);
		await once(server.listen(0, "127.0.0.1"), "listening");
		return (server.address() as AddressInfo).port;
	}

	afterEach(() => {
		for (const socket of sockets.splice(0)) socket.destroy();
		for (const server of servers.splice(0)) server.close();
	});

	it("tcp:// carries bytes as they are, 0xFF too, and has neither speed nor signals", async () => {
		const port = await serve((socket) => socket.pipe(socket));
		const link = await open(`tcp://127.0.0.1:${port}`);
		const heard = new Listened(link);
		await link.setBaudRate(9600);
		await link.setSignals({ dtr: true });
		await link.write(Uint8Array.of(1, 0xff, 0xff, 2));
		await until("the echo", () => heard.bytes.length === 4);
		assert.deepEqual(heard.bytes, [1, 0xff, 0xff, 2]);
		assert.equal(link.hasSignals, false);
		await link.close();
		await link.close();
		assert.equal(heard.closed, undefined, "who closes is not told");
		await assert.rejects(link.write(Uint8Array.of(1)), { code: "port-lost" });
	});

	it("says once that the other side hung up, and port-lost to what comes after", async () => {
		const port = await serve((socket) => void socket.once("data", () => socket.destroy()));
		const link = await open(`tcp://127.0.0.1:${port}`);
		const heard = new Listened(link);
		await link.write(Uint8Array.of(1));
		await until("the end", () => heard.closed !== undefined);
		assert.equal((heard.closed as unknown as { code: string }).code, "port-lost");
		await assert.rejects(link.write(Uint8Array.of(1)), { code: "port-lost" });
		await link.close();
	});

	it("are port-missing where nobody listens, and usage without host and port", async () => {
		const port = await serve(() => undefined);
		servers[0]?.close();
		for (const scheme of ["tcp", "rfc2217"]) {
			await assert.rejects(open(`${scheme}://127.0.0.1:${port}`), { code: "port-missing", next: /rfc2217_server/ });
			await assert.rejects(open(`${scheme}://`), { code: "usage" });
		}
	});

	it("rfc2217:// is port-missing where something else answers", async () => {
		const refusing = await serve((socket) => void socket.once("data", () => socket.write(Uint8Array.of(255, 254, 44))));
		await assert.rejects(open(`rfc2217://127.0.0.1:${refusing}`), { code: "port-missing", message: /RFC 2217/ });
	});

	it("is interrupted while it connects", async () => {
		const port = await serve(() => undefined);
		const stop = new AbortController();
		const opening = open(`rfc2217://127.0.0.1:${port}`, { baudRate: 115_200, signal: stop.signal });
		await until("the connection", () => sockets.length > 0);
		stop.abort();
		await assert.rejects(within(opening, "the interruption"), { code: "interrupted" });
	});

	it("rfc2217:// resets a board and hears its boot log at the speed it set", async () => {
		const rom = await startRom({ chip: "esp32c3", transport: "rfc2217" });
		try {
			const link = await open(rom.port);
			const heard = new Listened(link);
			await resetBoard(link);
			const log = () => Buffer.from(heard.bytes).toString("latin1");
			await until("the boot log", () => log().includes("SPI_FAST_FLASH_BOOT"));
			await link.setBaudRate(921_600);
			heard.bytes = [];
			await resetBoard(link);
			await until("noise", () => heard.bytes.length > 100);
			assert.equal(log().includes("SPI_FAST_FLASH_BOOT"), false, "a boot log at another speed is noise");
			rom.board.unplug();
			await until("the end", () => heard.closed !== undefined);
			await link.close();
		} finally {
			await rom.close();
		}
	});

	it("leaves a board alone that it opens and closes", async () => {
		const rom = await startRom({ chip: "esp32c3", transport: "rfc2217" });
		try {
			const states: string[] = [];
			rom.board.events.on("state", (state: string) => states.push(state));
			await (await open(rom.port)).close();
			const listener = { onBytes: () => {}, onUnplugged: () => {} };
			await until("the port to be free, which is the end of the connection", () => rom.board.connect(listener));
			assert.deepEqual(states, []);
		} finally {
			await rom.close();
		}
	});
});
