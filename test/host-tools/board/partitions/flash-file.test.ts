import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { IdentityStore } from "../../../../firmware/core/identity/identity-store.js";
import { withTemporaryDirectory } from "../../../../host-tools/base/files/temporary-directory.js";
import { applyBootstrap, createFlashFile } from "../../../../host-tools/board/partitions/flash-file.js";
import { openFileFlash } from "../../../../host-tools/virtual-device/file-flash.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";
import { FakeCloud } from "../../../fakes/fake-cloud.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";
import { claimBootstrap } from "../../../support/fake-device.js";
import { skipWithoutFileModes } from "../../../support/skip-because.js";

const cloud = new FakeCloud(new VirtualTime());
const newBootstrap = () => claimBootstrap(cloud.issueClaim());

const staged = {
	certificateId: "0a",
	certificate: Uint8Array.of(1, 2, 3),
	privateKey: Uint8Array.of(4, 5, 6),
	ownershipToken: "token",
};

/** Opens the store of a flash file and closes it again. */
function withStore<T>(path: string, use: (store: IdentityStore) => T): T {
	const flash = openFileFlash(path);
	try {
		return use(new IdentityStore(flash, nodeTextCodec));
	} finally {
		flash.close();
	}
}

const inDirectory = (use: (path: string) => Promise<void>) =>
	withTemporaryDirectory((directory) => use(join(directory, "device.flash")));

describe("createFlashFile", () => {
	it("makes a file for this user alone, and leaves nothing else behind", async function () {
		skipWithoutFileModes(this);
		await inDirectory(async (path) => {
			await createFlashFile(path, newBootstrap());
			assert.equal(((await stat(path)).mode & 0o777).toString(8), "600");
			assert.deepEqual(await readdir(join(path, "..")), ["device.flash"]);
		});
	});

	it("never replaces a file", async () => {
		await inDirectory(async (path) => {
			await createFlashFile(path, newBootstrap());
			const before = await readFile(path);
			await assert.rejects(createFlashFile(path, newBootstrap()), { code: "file-exists" });
			assert.deepEqual(await readFile(path), before);
			assert.deepEqual(await readdir(join(path, "..")), ["device.flash"]);
		});
	});
});

describe("applyBootstrap", () => {
	it("creates the flash of a new device, once", async () => {
		await inDirectory(async (path) => {
			const bootstrap = newBootstrap();
			assert.deepEqual(await applyBootstrap(path, bootstrap), { kind: "created" });
			const before = await readFile(path);
			assert.deepEqual(await applyBootstrap(path, bootstrap), { kind: "kept", thingName: undefined });
			assert.deepEqual(await readFile(path), before);
		});
	});

	it("gives a new claim to a device that has none of its own, and keeps what it has staged", async () => {
		await inDirectory(async (path) => {
			await applyBootstrap(path, newBootstrap());
			withStore(path, (store) => store.stage(staged));
			const renewed = newBootstrap();
			assert.deepEqual(await applyBootstrap(path, renewed), { kind: "claim", thingName: undefined });
			withStore(path, (store) => {
				assert.ok(renewed.credential.kind === "claim");
				assert.deepEqual(store.claim?.certificate, renewed.credential.certificate);
				assert.equal(store.candidate?.ownershipToken, "token");
				assert.deepEqual(store.candidate?.privateKey, staged.privateKey);
			});
		});
	});

	it("gives a new claim, once, to a device that AWS has registered and may refuse, and leaves one with an identity alone", async () => {
		await inDirectory(async (path) => {
			await applyBootstrap(path, newBootstrap());
			withStore(path, (store) => {
				store.stage(staged);
				store.nameCandidate("thing-1");
			});
			const bootstrap = newBootstrap();
			assert.deepEqual(await applyBootstrap(path, bootstrap), { kind: "claim", thingName: "thing-1" });
			withStore(path, ({ claimIsNewer, credential }) =>
				assert.deepEqual([claimIsNewer, credential?.thingName], [true, "thing-1"]),
			);
			const renewed = await readFile(path);
			assert.deepEqual(await applyBootstrap(path, bootstrap), { kind: "kept", thingName: "thing-1" });
			assert.deepEqual(await readFile(path), renewed);

			withStore(path, (store) => store.commit());
			const committed = await readFile(path);
			assert.deepEqual(await applyBootstrap(path, newBootstrap()), { kind: "kept", thingName: "thing-1" });
			assert.deepEqual(await readFile(path), committed);
		});
	});
});
