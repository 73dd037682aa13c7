import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BucketProblem, type Buckets, largestObject, localBuckets } from "../../../host-tools/emulator/buckets.js";
import { TemporaryDirectories } from "../../support/temporary-directory.js";

const problem = (code: BucketProblem["code"]) => (error: unknown) =>
	error instanceof BucketProblem && error.code === code;

describe("Buckets in a folder", () => {
	const directories = new TemporaryDirectories();
	let root: string;
	let buckets: Buckets;
	beforeEach(async () => {
		root = join(await directories.make(), "buckets");
		await mkdir(join(root, "firmware", "v1"), { recursive: true });
		await writeFile(join(root, "firmware", "v1", "app.bin"), "0123456789");
		await writeFile(join(root, "..", "secret"), "secret");
		buckets = localBuckets(root);
	});
	afterEach(() => directories.remove());

	it("have objects, whole or in ranges", async () => {
		assert.equal((await buckets.stat("firmware", "v1/app.bin"))?.size, 10);
		assert.equal(String(await buckets.read("firmware", "v1/app.bin")), "0123456789");
		assert.equal(String(await buckets.read("firmware", "v1/app.bin", { offset: 8, length: 5 })), "89");
		assert.equal((await buckets.read("firmware", "v1/app.bin", { offset: 20, length: 5 }))?.length, 0);
	});

	it("have another ETag for another content", async () => {
		const before = await buckets.stat("firmware", "v1/app.bin");
		assert.deepEqual(await buckets.stat("firmware", "v1/app.bin"), before);
		await writeFile(join(root, "firmware", "v1", "app.bin"), "another one");
		assert.notEqual((await buckets.stat("firmware", "v1/app.bin"))?.etag, before?.etag);
	});

	it("have nothing where there is nothing", async () => {
		for (const [bucket, key] of [
			["firmware", "v2/app.bin"],
			["firmware", "v1"],
			["firmware", "v1/app.bin/more"],
			["another", "v1/app.bin"],
		] as const) {
			assert.equal(await buckets.stat(bucket, key), undefined);
			assert.equal(await buckets.read(bucket, key), undefined);
		}
		assert.equal(await localBuckets(join(root, "nowhere")).read("firmware", "v1/app.bin"), undefined);
	});

	it("end at their folder", async () => {
		await symlink(join(root, ".."), join(root, "firmware", "up"));
		assert.equal(await buckets.read("firmware", "up/secret"), undefined);
		await symlink(join(root, "firmware"), join(root, "also"));
		assert.equal(String(await buckets.read("also", "v1/app.bin")), "0123456789");
		for (const [bucket, key] of [
			["..", "secret"],
			["firmware", "../../secret"],
			["firmware", "v1/../../../secret"],
			["firmware", "/etc/passwd"],
			["firmware", "v1//app.bin"],
			["firmware", "v1/./app.bin"],
			["firmware", ""],
			["firmware", "v1\\app.bin"],
			["firmware", "v1/app.bin\0"],
			["firmware", "x".repeat(1025)],
			["Firmware", "v1/app.bin"],
			["f", "v1/app.bin"],
		] as const) {
			await assert.rejects(buckets.read(bucket, key), problem("invalid"), `${bucket} ${key}`);
		}
	});

	it("are none without a folder, and give out no more than 24 MB", async () => {
		await assert.rejects(localBuckets(undefined).stat("firmware", "v1/app.bin"), problem("no-directory"));
		await writeFile(join(root, "firmware", "large"), Buffer.alloc(largestObject + 1));
		await assert.rejects(buckets.read("firmware", "large"), problem("unreadable"));
		assert.equal((await buckets.stat("firmware", "large"))?.size, largestObject + 1);
	});
});
