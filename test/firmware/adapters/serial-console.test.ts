import assert from "node:assert/strict";
import fc from "fast-check";
import { type SerialCallbacks, SerialConsole } from "../../../firmware/adapters/serial-console.js";
import { nodeTextCodec } from "../../../host-tools/virtual-device/node-text-codec.js";

/** A port as strict as Linux's: one write for each grant, and no more than was granted. */
class FakePort {
	readonly incoming: ArrayBuffer[] = [];
	#bytes = Buffer.alloc(0);
	closed = 0;
	#granted = 0;
	callbacks: SerialCallbacks | undefined;

	readonly open = (callbacks: SerialCallbacks): FakePort => {
		this.callbacks = callbacks;
		return this;
	};

	get written(): string {
		return this.#bytes.toString();
	}

	read(): ArrayBuffer | undefined {
		return this.incoming.shift();
	}

	write(bytes: ArrayBuffer): void {
		if (bytes.byteLength === 0 || bytes.byteLength > this.#granted) throw new Error("would overflow");
		this.#granted = 0;
		this.#bytes = Buffer.concat([this.#bytes, Buffer.from(bytes)]);
	}

	close(): void {
		this.closed += 1;
	}

	grant(count: number): void {
		this.#granted = count;
		this.callbacks?.onWritable(count);
	}

	arrive(text: string): void {
		this.incoming.push(new Uint8Array(Buffer.from(text)).buffer);
		this.callbacks?.onReadable();
	}
}

function bench() {
	const port = new FakePort();
	return { port, console: new SerialConsole(port.open, nodeTextCodec) };
}

describe("SerialConsole", () => {
	it("gives what arrives to its listener, and drops what arrived before", () => {
		const { port, console } = bench();
		const heard: string[] = [];
		port.incoming.push(new ArrayBuffer(3));
		console.listen((bytes) => void heard.push(Buffer.from(bytes).toString()));
		port.arrive("one");
		port.arrive("two");
		assert.deepEqual(heard, ["one", "two"]);
	});

	it("writes lines whole and in order, whatever room the port has", () => {
		fc.assert(
			fc.property(
				fc.array(fc.stringMatching(/^[a-zü]{0,40}$/), { maxLength: 30 }),
				fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
				(lines, room) => {
					const { port, console } = bench();
					for (const [index, line] of lines.entries()) {
						console.writeLine(line);
						if (index % 3 === 0) port.grant(room[index % room.length] as number);
					}
					for (let turn = 0; turn < 3000; turn++) port.grant(room[turn % room.length] as number);
					assert.equal(port.closed, 0);
					assert.equal(port.written, lines.map((line) => `${line}\n`).join(""));
				},
			),
			{ numRuns: 50 },
		);
	});

	it("drops the oldest lines when nobody reads, and says how many", () => {
		const { port, console } = bench();
		for (let index = 0; index < 500; index++) console.writeLine(`line ${index} ${"x".repeat(90)}`);
		for (let turn = 0; turn < 500; turn++) port.grant(1024);
		const lines = port.written.trimEnd().split("\n");
		assert.ok(lines.length < 100);
		const { event, dropped } = JSON.parse((lines.pop() ?? "").replace("thingsmith ", ""));
		assert.equal(event, "log.dropped");
		assert.equal(lines.length + dropped, 500);
		assert.ok(lines.at(-1)?.startsWith("line 499 "));
		console.writeLine("afterwards");
		port.grant(1024);
		assert.ok(port.written.endsWith("afterwards\n"));
	});

	it("neither throws nor goes on when the port or the listener does", () => {
		const { port, console } = bench();
		console.listen(() => {
			throw new Error("listener");
		});
		port.arrive("one");
		assert.equal(port.closed, 1);
		console.writeLine("into the void");
		port.grant(100);
		assert.equal(port.written, "");

		const other = bench();
		other.port.write = () => {
			throw new Error("port");
		};
		other.console.writeLine("line");
		other.port.grant(100);
		assert.equal(other.port.closed, 1);
	});

	it("does not close a port that closed itself, and may be closed twice", () => {
		const { port, console } = bench();
		port.callbacks?.onError();
		console.writeLine("line");
		console.close();
		assert.equal(port.closed, 0);
		const other = bench();
		other.port.close = () => {
			other.port.closed += 1;
			throw new Error("gone");
		};
		other.console.close();
		other.console.close();
		assert.equal(other.port.closed, 1);
	});
});
