import assert from "node:assert/strict";
import fc from "fast-check";
import { RecordReader } from "../../../../firmware/adapters/mqtt/record-reader.js";

/** What has arrived of a stream, in portions. */
class Source {
	readable = 0;
	#bytes: Uint8Array;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	get left(): number {
		return this.#bytes.byteLength;
	}

	read(target: Uint8Array): void {
		assert.ok(target.byteLength <= this.#bytes.byteLength);
		target.set(this.#bytes.subarray(0, target.byteLength));
		this.#bytes = this.#bytes.subarray(target.byteLength);
	}
}

const anyRecord = fc.uint8Array({ maxLength: 700 }).map((body) => {
	return Uint8Array.of(22, 3, 3, body.byteLength >> 8, body.byteLength & 0xff, ...body);
});

describe("RecordReader", () => {
	it("gives the records back whole, however they arrive", () => {
		fc.assert(
			fc.property(
				fc.array(anyRecord, { maxLength: 5 }),
				fc.array(fc.integer({ min: 1, max: 300 })),
				(records, portions) => {
					const stream = new Source(Uint8Array.from(records.flatMap((record) => [...record])));
					const reader = new RecordReader();
					const found: Uint8Array[] = [];
					for (const portion of [...portions, stream.left]) {
						stream.readable = Math.min(portion, stream.left);
						for (let next = reader.take(stream); next !== undefined; next = reader.take(stream)) found.push(next);
						assert.equal(stream.readable, 0);
					}
					assert.deepEqual(found, records);
				},
			),
		);
	});

	it("refuses a record that is longer than TLS allows, before room is made for it", () => {
		const stream = new Source(Uint8Array.of(23, 3, 3, 0x48, 0x01));
		stream.readable = 5;
		assert.throws(() => new RecordReader().take(stream), /18433 bytes/);
	});
});
