import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { identityPartitionOffset } from "../../../../host-tools/board/identity/identity-image.js";
import { parsePartitionTable } from "../../../../host-tools/board/partitions/partition-table.js";
import { boardPartitions, partitionTable } from "../../../support/partition-table.js";
import { skipBecause } from "../../../support/skip-because.js";
import { repositoryRoot } from "../../../support/source-imports.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

const directories = new TemporaryDirectories();

describe("parsePartitionTable", () => {
	afterEach(directories.remove);

	it("reads entries, with and without an MD5, and what follows in flash does not matter", () => {
		const followed = (table: Uint8Array) => Uint8Array.from([...table, ...new Uint8Array(5000).fill(0xaa)]);
		assert.deepEqual(parsePartitionTable(followed(partitionTable(boardPartitions))), boardPartitions);
		assert.deepEqual(parsePartitionTable(partitionTable(boardPartitions, { md5: false })), boardPartitions);
	});

	it("refuses a table one byte of which changed, where there is an MD5", () => {
		const table = partitionTable(boardPartitions);
		const end = boardPartitions.length * 32;
		fc.assert(
			fc.property(fc.nat(end - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
				const damaged = table.slice();
				damaged[at] = (damaged[at] as number) ^ change;
				let found: unknown;
				try {
					found = parsePartitionTable(damaged);
				} catch (error) {
					assert.equal((error as { code: string }).code, "firmware-invalid");
					return;
				}
				// Its magic is how an entry is known at all: without it, the table ends early.
				assert.ok(at % 32 < 2 && at >= 32, `byte ${at}`);
				assert.deepEqual(found, boardPartitions.slice(0, Math.floor(at / 32)));
			}),
		);
	});

	it("throws nothing but firmware-invalid, whatever it reads", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 4000 }), (bytes) => {
				assert.throws(() => parsePartitionTable(bytes), { code: "firmware-invalid" });
			}),
		);
		assert.throws(() => parsePartitionTable(new Uint8Array(0xc00).fill(0xff)), { code: "firmware-invalid" });
	});

	it("reads what ESP-IDF's own tool makes of our partitions.csv", async function () {
		const { IDF_PATH = "" } = process.env;
		const tool = join(IDF_PATH, "components/partition_table/gen_esp32part.py");
		if (IDF_PATH === "" || !existsSync(tool)) {
			skipBecause(this, "ESP-IDF's own tool for partition tables. IDF_PATH does not name ESP-IDF.");
		}
		const out = join(await directories.make(), "table.bin");
		const csv = join(repositoryRoot, "firmware/adapters/partitions.csv");
		const { status, stderr } = spawnSync("python3", [tool, "--flash-size", "4MB", csv, out], { encoding: "utf8" });
		assert.equal(status, 0, stderr);
		const identity = parsePartitionTable(new Uint8Array(await readFile(out))).find(({ name }) => name === "identity");
		assert.equal(identity?.offset, identityPartitionOffset);
	});
});
