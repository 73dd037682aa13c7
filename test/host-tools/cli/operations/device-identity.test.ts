import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createIdentityImage } from "../../../../host-tools/board/identity/identity-image.js";
import { eraseIdentity } from "../../../../host-tools/cli/operations/device-erase-identity.js";
import { inspectBoard, inspectFile } from "../../../../host-tools/cli/operations/device-inspect.js";
import type { Board } from "../../../rom/board.js";
import { boardLinks } from "../../../rom/board-link.js";
import { makeBoard, type RomOptions } from "../../../rom/start-rom.js";
import { claimBootstrap } from "../../../support/fake-device.js";
import { boardPartitions, partitionTable } from "../../../support/partition-table.js";
import { RecordedContext } from "../../../support/recorded-context.js";
import { skipBecause } from "../../../support/skip-because.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

const directories = new TemporaryDirectories();
const claim = { certificate: Uint8Array.of(0x30, 1, 1), privateKey: Uint8Array.of(0x30, 1, 2), expiresAt: 300_000 };
const identity = createIdentityImage(claimBootstrap(claim));

/** A flash with a partition table at `tableOffset` and an identity at `offset`; everything else is 0x11. */
function flashWith({ tableOffset = 0x8000, offset = 0x3f8000 } = {}): Uint8Array {
	const flash = new Uint8Array(0x400000).fill(0x11);
	const moved = boardPartitions.map((one) => (one.name === "identity" ? { ...one, offset } : one));
	flash.set(partitionTable(moved), tableOffset);
	flash.set(identity, offset);
	return flash;
}

const make = (flash: Uint8Array, more: Partial<RomOptions> = {}) => makeBoard({ chip: "esp32c3", flash, ...more });
const options = (board: Board) => ({
	port: "b",
	baudRate: 115_200,
	env: {},
	openLink: boardLinks(board),
	list: async () => [],
});

describe("device erase-identity", () => {
	it("erases the identity partition, where the board's own table says it is, and nothing else", async () => {
		for (const place of [{}, { offset: 0x200000 }, { tableOffset: 0xf000 }]) {
			const flash = flashWith(place);
			const { offset = 0x3f8000 } = place as { offset?: number };
			const board = make(flash.slice());
			const context = new RecordedContext();
			await eraseIdentity({ board: options(board), yes: true, dryRun: false }, context);
			assert.deepEqual(Buffer.from(board.flash.bytes), Buffer.from(flash.fill(0xff, offset, offset + 0x8000)));
			assert.deepEqual(context.named("erased"), [{ event: "erased", what: "identity", offset, size: 0x8000 }]);
			assert.equal(board.state, "running");
		}
	});

	it("erases nothing without --yes, nor with --dry-run, and says what would be lost", async () => {
		const board = make(flashWith());
		const context = new RecordedContext();
		const refused = { code: "usage", message: /bootstrap with a claim/, next: /--yes/ };
		await assert.rejects(eraseIdentity({ board: options(board), yes: false, dryRun: false }, context), refused);
		await eraseIdentity({ board: options(board), yes: true, dryRun: true }, context);
		assert.deepEqual(
			context.named("erased").map(({ planned }) => planned),
			[true],
		);
		assert.deepEqual(Buffer.from(board.flash.bytes), Buffer.from(flashWith()));
		assert.equal(board.state, "running");
	});

	it("is firmware-missing on a board that has no identity partition, and chip-locked on an encrypted one", async () => {
		const blank = make(new Uint8Array(0x400000).fill(0xff));
		const erase = (board: Board) =>
			eraseIdentity({ board: options(board), yes: true, dryRun: false }, new RecordedContext());
		await assert.rejects(erase(blank), { code: "firmware-missing", next: /device flash/ });
		const other = flashWith();
		other.set(partitionTable(boardPartitions.filter(({ name }) => name !== "identity")), 0x8000);
		await assert.rejects(erase(make(other)), { code: "firmware-missing", message: /partitions nvs, factory/ });
		await assert.rejects(erase(make(flashWith(), { faults: { flashEncryption: true } })), { code: "chip-locked" });
	});
});

describe("device inspect", () => {
	afterEach(directories.remove);

	it("tells what a board holds, and changes nothing of it", async () => {
		const board = make(flashWith());
		const context = new RecordedContext();
		await inspectBoard(options(board), context);
		assert.equal(context.named("inspected")[0]?.report.content, "claim");
		assert.deepEqual(Buffer.from(board.flash.bytes), Buffer.from(flashWith()));
		assert.equal(board.state, "running");
		await assert.rejects(inspectBoard(options(make(flashWith(), { faults: { flashEncryption: true } })), context), {
			code: "chip-locked",
			message: /noise/,
		});
	});

	it("finds the identity partition in the dump of a whole flash", async () => {
		const path = join(await directories.make(), "dump.bin");
		const context = new RecordedContext();
		await writeFile(path, flashWith({ offset: 0x300000 }));
		await inspectFile(path, context);
		assert.equal(context.named("inspected")[0]?.report.content, "claim");
	});

	it("reads no more of a file without end than a flash can have", async function () {
		if (process.platform === "win32") skipBecause(this, "a file without end. Windows has no /dev/zero.");
		await assert.rejects(inspectFile("/dev/zero", new RecordedContext()), {
			code: "file-invalid",
			message: /more than/,
		});
	});

	it("refuses a file that is no partition, and one that is not there", async () => {
		const directory = await directories.make();
		const path = join(directory, "file");
		for (const length of [0, 100, 4096, 0x8001]) {
			await writeFile(path, new Uint8Array(length));
			await assert.rejects(inspectFile(path, new RecordedContext()), { code: "file-invalid" });
		}
		await assert.rejects(inspectFile(join(directory, "none"), new RecordedContext()), { code: "file-missing" });
	});
});
