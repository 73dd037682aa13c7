import assert from "node:assert/strict";
import fc from "fast-check";
import { IdentityJournal, type JournalValues } from "../../../../firmware/core/identity/journal.js";
import { encodeRecord } from "../../../../firmware/core/identity/record.js";
import type { Flash } from "../../../../firmware/ports/flash.js";
import { NorCells, NorFlash } from "../../../fakes/nor-flash.js";

const half = 4096;
const blank = () => new NorCells(new Uint8Array(2 * half).fill(0xff));
const bytes = (length: number, value: number) => new Uint8Array(length).fill(value);
const plain = (values: JournalValues) =>
	Object.fromEntries([...values].map(([type, value]) => [type, Buffer.from(value)]));

/** A flash that behaves until it is told to fail. */
function failing(cells: NorCells): { flash: Flash; fail: "no" | "write" | "erase" | "worn"; writes: number[] } {
	const inner = new NorFlash({ cells });
	const control = { fail: "no" as "no" | "write" | "erase" | "worn", writes: [] as number[], flash: inner as Flash };
	control.flash = {
		status: () => inner.status(),
		read: (offset, length) => inner.read(offset, length),
		write: (offset, content) => {
			if (control.fail === "write") {
				inner.write(offset, content.subarray(0, 16));
				throw new Error("The write failed half way");
			}
			control.writes.push(offset);
			const last = content.length - 1;
			const worn = control.fail === "worn" ? content.map((byte, at) => (at === last ? byte & 0x7f : byte)) : content;
			inner.write(offset, worn);
		},
		eraseBlock: (block) => {
			if (control.fail === "erase") throw new Error("The erase failed");
			inner.eraseBlock(block);
		},
		close: () => inner.close(),
	};
	return control;
}

describe("the identity journal", () => {
	it("is a map that survives any run of set, replace and restart, on plain and on encrypted flash", () => {
		const values = fc.dictionary(fc.integer({ min: 2, max: 9 }).map(String), fc.uint8Array({ maxLength: 90 }), {
			maxKeys: 4,
		});
		const step = fc.record({ kind: fc.constantFrom("set", "set", "set", "replace", "reopen", "eraseStale"), values });
		fc.assert(
			fc.property(fc.array(step, { maxLength: 60 }), fc.boolean(), (steps, encrypted) => {
				const cells = blank();
				const open = () => new IdentityJournal(new NorFlash({ cells, encrypted }));
				let journal = open();
				let model = new Map<number, Uint8Array>();
				for (const { kind, values: drawn } of steps) {
					const changes = new Map(Object.entries(drawn).map(([type, value]) => [Number(type), value]));
					if (kind === "reopen") journal = open();
					else if (kind === "eraseStale") journal.eraseStale();
					else if (kind === "replace") {
						journal.replace(changes);
						model = changes;
					} else {
						journal.set(changes);
						model = new Map([...model, ...changes]);
					}
					assert.deepEqual(plain(journal.values), plain(model));
				}
				assert.deepEqual(plain(open().values), plain(model));
			}),
			{ numRuns: 200 },
		);
	});

	it("of a blank partition is empty, and of noise as well", () => {
		assert.equal(new IdentityJournal(new NorFlash({ cells: blank() })).values.size, 0);
		const noise = Uint8Array.from({ length: 2 * half }, (_, index) => (index * 181 + (index >> 3)) & 0xff);
		assert.equal(new IdentityJournal(new NorFlash({ cells: new NorCells(noise) })).values.size, 0);
	});

	it("uses both halves in turn when one is full, and keeps everything", () => {
		const cells = blank();
		const control = failing(cells);
		const journal = new IdentityJournal(control.flash);
		for (let round = 0; round < 50; round++) journal.set(new Map([[2, bytes(500, round)]]));
		assert.ok(control.writes.some((offset) => offset < half) && control.writes.some((offset) => offset >= half));
		assert.deepEqual(plain(new IdentityJournal(new NorFlash({ cells })).values), plain(new Map([[2, bytes(500, 49)]])));
	});

	it("refuses with flash-full what does not fit a half, before anything is erased", () => {
		const cells = blank();
		const journal = new IdentityJournal(new NorFlash({ cells }));
		journal.set(new Map([[2, bytes(2000, 1)]]));
		const before = cells.bytes.slice();
		assert.throws(() => journal.set(new Map([[3, bytes(3000, 2)]])), { code: "flash-full" });
		assert.throws(() => journal.replace(new Map([[3, bytes(4096, 2)]])), { code: "flash-full" });
		assert.deepEqual(Buffer.from(cells.bytes), Buffer.from(before));
		assert.deepEqual(plain(journal.values), plain(new Map([[2, bytes(2000, 1)]])));
	});

	it("refuses a payload over 8192 bytes before anything of its transaction is written", () => {
		const cells = new NorCells(new Uint8Array(0x8000).fill(0xff));
		const journal = new IdentityJournal(new NorFlash({ cells }));
		journal.set(new Map([[2, bytes(10, 1)]]));
		const before = cells.bytes.slice();
		const changes = new Map([
			[3, bytes(10, 2)],
			[4, bytes(8193, 2)],
		]);
		assert.throws(() => journal.set(changes), { code: "flash-full" });
		assert.throws(() => journal.replace(changes), { code: "flash-full" });
		assert.deepEqual(Buffer.from(cells.bytes), Buffer.from(before));
	});

	it("never appends again to a half in which a write failed, and loses nothing", () => {
		const cells = blank();
		const control = failing(cells);
		const journal = new IdentityJournal(control.flash);
		journal.set(new Map([[2, bytes(40, 1)]]));
		const used = control.writes.every((offset) => offset < half) ? 0 : 1;
		control.fail = "write";
		assert.throws(() => journal.set(new Map([[3, bytes(40, 2)]])), /half way/);
		assert.deepEqual([...journal.values.keys()], [2]);
		control.fail = "no";
		control.writes.length = 0;
		journal.set(new Map([[4, bytes(40, 3)]]));
		assert.ok(
			control.writes.every((offset) => (offset < half ? 0 : 1) !== used),
			"it went to the other half",
		);
		assert.deepEqual([...new IdentityJournal(new NorFlash({ cells })).values.keys()], [2, 4]);
	});

	it("appends nothing behind a newer half whose last read-back failed: what is acknowledged survives", () => {
		const cells = new NorCells(new Uint8Array(0x8000).fill(0xff));
		const flash = new NorFlash({ cells });
		let readsLeft = Number.POSITIVE_INFINITY;
		const journal = new IdentityJournal({
			status: () => flash.status(),
			read: (offset, length) => {
				readsLeft -= 1;
				if (readsLeft === 0) throw new Error("a disturbed read");
				return flash.read(offset, length);
			},
			write: (offset, bytes) => flash.write(offset, bytes),
			eraseBlock: (block) => flash.eraseBlock(block),
			close: () => {},
		});
		journal.replace(new Map([[2, Buffer.from("one")]]));
		// The generation's record, and then the last one.
		readsLeft = 2;
		assert.throws(() => journal.replace(new Map([[2, Buffer.from("two")]])), /disturbed/);
		journal.set(new Map([[3, Buffer.from("acknowledged")]]));
		const { values } = new IdentityJournal(new NorFlash({ cells }));
		assert.deepEqual([...values].map(([type, value]) => [type, String(Buffer.from(value))]).sort(), [
			[2, "one"],
			[3, "acknowledged"],
		]);
	});

	it("notices a worn block by reading back, and keeps what it had", () => {
		const cells = blank();
		const control = failing(cells);
		const journal = new IdentityJournal(control.flash);
		journal.set(new Map([[2, bytes(40, 1)]]));
		control.fail = "worn";
		assert.throws(() => journal.set(new Map([[2, bytes(48, 0xff)]])), { code: "flash-failed", message: /worn/ });
		assert.throws(() => journal.replace(new Map([[2, bytes(48, 0xff)]])), { code: "flash-failed" });
		assert.deepEqual(plain(journal.values), plain(new Map([[2, bytes(40, 1)]])));
		assert.deepEqual(plain(new IdentityJournal(new NorFlash({ cells })).values), plain(new Map([[2, bytes(40, 1)]])));
	});

	it("keeps what it had when the other half cannot be erased", () => {
		const cells = blank();
		const control = failing(cells);
		const journal = new IdentityJournal(control.flash);
		journal.set(new Map([[2, bytes(40, 1)]]));
		control.fail = "erase";
		assert.throws(() => journal.replace(new Map([[2, bytes(40, 2)]])), /erase failed/);
		assert.deepEqual(plain(new IdentityJournal(new NorFlash({ cells })).values), plain(new Map([[2, bytes(40, 1)]])));
	});

	it("leaves nothing of what was replaced once the stale half is erased", () => {
		const cells = blank();
		const journal = new IdentityJournal(new NorFlash({ cells }));
		const secret = bytes(64, 0x5a);
		journal.replace(new Map([[4, secret]]));
		journal.replace(new Map([[2, bytes(4, 1)]]));
		assert.ok(cells.indexOf(secret) >= 0);
		journal.eraseStale();
		assert.equal(cells.indexOf(secret), -1);
		assert.deepEqual([...journal.values.keys()], [2]);
	});

	it("reads a half written by another implementation of docs/identity-partition.md", () => {
		const image = bytes(2 * half, 0xff);
		const generation = (value: number) => Uint8Array.of(value, 0, 0, 0);
		let at = 0;
		const put = (type: number, sequence: number, last: boolean, payload: Uint8Array) => {
			const encoded = encodeRecord({ type, sequence, last, payload });
			image.set(encoded, at);
			at += encoded.length;
		};
		put(1, 1, false, generation(7));
		put(2, 2, true, bytes(3, 1));
		put(3, 3, false, bytes(3, 2)); // never finished
		at = half;
		put(1, 1, false, generation(9));
		put(2, 2, false, bytes(3, 9)); // a half without a complete copy does not exist
		const { values } = new IdentityJournal(new NorFlash({ cells: new NorCells(image) }));
		assert.deepEqual(plain(values), plain(new Map([[2, bytes(3, 1)]])));
	});

	for (const [what, size] of [
		["smaller than two blocks", 4096],
		["empty", 0],
	] as const) {
		it(`refuses a partition that is ${what}`, () => {
			assert.throws(() => new IdentityJournal(new NorFlash({ cells: new NorCells(new Uint8Array(size)) })), {
				code: "flash-failed",
			});
		});
	}
});
