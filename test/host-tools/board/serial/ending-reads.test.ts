import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withEndingReads } from "../../../../host-tools/board/serial/ending-reads.js";
import type { NativeBindingPort } from "../../../../host-tools/board/serial/load-serialport.js";

const options = { path: "", baudRate: 115_200 };
const bindingOf = (port: NativeBindingPort) => withEndingReads({ open: async () => port });

const terminal = (fd: number | null): NativeBindingPort =>
	Object.assign({ fd, poller: new EventEmitter() }, { read: () => assert.fail("the binding's own read") });

describe("withEndingReads", () => {
	it("reads what there is, to where it was asked for, and fails where the port hung up", async () => {
		const directory = await mkdtemp(join(tmpdir(), "thingsmith-reads-"));
		const path = join(directory, "terminal");
		await writeFile(path, "boot");
		// A file reads as ended where nothing follows, as a terminal that hung up does.
		const file = await open(path);
		try {
			const port = await bindingOf(terminal(file.fd)).open(options);
			const buffer = Buffer.from("........");
			assert.equal((await port.read(buffer, 2, 6)).bytesRead, 4);
			assert.equal(buffer.toString(), "..boot..");
			await assert.rejects(port.read(buffer, 0, 8), /hung up/);
		} finally {
			await file.close();
			await rm(directory, { recursive: true });
		}
	});

	it("says that a read of a closed port was cancelled", async () => {
		const port = await bindingOf(terminal(null)).open(options);
		await assert.rejects(port.read(Buffer.alloc(8), 0, 8), { canceled: true });
	});

	it("leaves a port without a terminal as it is", async () => {
		const port = { read: async (buffer: Buffer) => ({ bytesRead: 3, buffer }) };
		const { read } = port;
		assert.equal((await bindingOf(port).open(options)).read, read);
	});
});
