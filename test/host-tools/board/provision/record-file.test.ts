import assert from "node:assert/strict";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTemporaryDirectory } from "../../../../host-tools/base/files/temporary-directory.js";
import { type BoardRecord, RecordFile } from "../../../../host-tools/board/provision/record-file.js";

const done: BoardRecord = {
	time: "2026-11-22T08:00:00.000Z",
	serialNumber: "6055f9000001",
	outcome: "provisioned",
	thingName: "thingsmith-6055f9000001",
	certificateId: "ab".repeat(32),
	chip: "ESP32-C3",
	firmware: "0.1.0",
	sensor: "answers",
	seconds: 41.5,
};
const failed: BoardRecord = {
	time: "2026-11-22T08:01:00.000Z",
	serialNumber: "6055f9000002",
	outcome: "failed",
	seconds: 3,
	code: "chip-silent",
	message: 'The chip, "it",\nis silent',
};

describe("the record of a series", () => {
	for (const name of ["boards.csv", "boards.jsonl"]) {
		it(`as ${name} knows finished boards again, and asks for failed ones once more`, () =>
			withTemporaryDirectory(async (directory) => {
				const path = join(directory, name);
				const first = await RecordFile.open(path);
				await first.append(done);
				await first.append(failed);
				assert.equal(first.count, 1);
				const second = await RecordFile.open(path);
				assert.deepEqual([second.count, second.isProvisioned(done.serialNumber)], [1, true]);
				assert.equal(second.isProvisioned(failed.serialNumber), false);
				await second.append({ ...failed, outcome: "provisioned" });
				assert.equal((await RecordFile.open(path)).count, 2);
			}));

		it(`as ${name} passes over a last line that a crash has torn`, () =>
			withTemporaryDirectory(async (directory) => {
				const path = join(directory, name);
				await (await RecordFile.open(path)).append(done);
				await appendFile(path, (await readFile(path)).subarray(-40, -10));
				const again = await RecordFile.open(path);
				assert.equal(again.count, 1);
				await again.append({ ...done, serialNumber: "6055f9000003" });
				assert.equal((await RecordFile.open(path)).count, 2);
			}));

		it(`never takes another file as ${name} for its own`, () =>
			withTemporaryDirectory(async (directory) => {
				const path = join(directory, name);
				for (const other of ["my notes\n", "S3CRET", '{"wifi":{"password":"S3CRET"}}', "null\n", '"S3CRET\n']) {
					await writeFile(path, other);
					await assert.rejects(
						RecordFile.open(path),
						({ code, message, cause }: Error & { code?: string }) =>
							code === "file-invalid" && !`${message}${cause}`.includes("S3CRET"),
						other,
					);
					assert.equal(await readFile(path, "utf8"), other);
				}
			}));

		it(`as ${name} begins anew where a crash has torn all that was written`, () =>
			withTemporaryDirectory(async (directory) => {
				const path = join(directory, name);
				await (await RecordFile.open(path)).append(done);
				const whole = await readFile(path, "utf8");
				for (const length of [1, 5, 20]) {
					await writeFile(path, whole.slice(0, length));
					await (await RecordFile.open(path)).append(done);
					assert.equal(await readFile(path, "utf8"), whole);
				}
			}));
	}

	it("as CSV goes on with the columns that an older version began with", () =>
		withTemporaryDirectory(async (directory) => {
			const path = join(directory, "boards.csv");
			const heading = "time,serialNumber,outcome,thingName,certificateId,seconds,code,message";
			await writeFile(path, `${heading}\r\nt,6055f9000009,provisioned,x,c,1,,\r\n`);
			const record = await RecordFile.open(path);
			assert.equal(record.isProvisioned("6055f9000009"), true);
			await record.append(done);
			const [first, , last] = (await readFile(path, "utf8")).split("\r\n");
			assert.equal(first, heading);
			assert.equal(last, `${done.time},6055f9000001,provisioned,thingsmith-6055f9000001,${"ab".repeat(32)},41.5,,`);
			assert.equal((await RecordFile.open(path)).count, 2);
		}));

	it("is file-forbidden as a directory, and in a folder that is not there", () =>
		withTemporaryDirectory(async (directory) => {
			await assert.rejects(RecordFile.open(directory), { code: "file-forbidden" });
			await assert.rejects(RecordFile.open(join(directory, "none", "boards.csv")), { code: "file-forbidden" });
		}));

	it("as CSV has one heading, one line a board, and quotes what has to be", () =>
		withTemporaryDirectory(async (directory) => {
			const path = join(directory, "boards.csv");
			await (await RecordFile.open(path)).append(done);
			await (await RecordFile.open(path)).append(failed);
			assert.deepEqual((await readFile(path, "utf8")).split("\r\n"), [
				"time,serialNumber,outcome,thingName,certificateId,chip,firmware,sensor,seconds,code,message",
				`2026-11-22T08:00:00.000Z,6055f9000001,provisioned,thingsmith-6055f9000001,${"ab".repeat(32)},ESP32-C3,0.1.0,answers,41.5,,`,
				'2026-11-22T08:01:00.000Z,6055f9000002,failed,,,,,,3,chip-silent,"The chip, ""it"", is silent"',
				"",
			]);
		}));
});
