import assert from "node:assert/strict";
import { IdentityStore } from "../../../../firmware/core/identity/identity-store.js";
import {
	createIdentityImage,
	identityPartitionOffset,
	identityPartitionSize,
} from "../../../../host-tools/board/identity/identity-image.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";
import { NorCells, NorFlash } from "../../../fakes/nor-flash.js";
import { claimBootstrap, fakeSettings } from "../../../support/fake-device.js";
import { readRoot } from "../../../support/source-imports.js";

const claim = { certificate: Uint8Array.of(0x30, 1, 1), privateKey: Uint8Array.of(0x30, 1, 2), expiresAt: 300_000 };

describe("an identity image", () => {
	it("is a whole partition of 0x8000 bytes that a device reads, on plain and on encrypted flash", () => {
		const image = createIdentityImage(claimBootstrap(claim));
		assert.equal(identityPartitionSize, 0x8000);
		assert.equal(image.length, 0x8000);
		for (const encrypted of [false, true]) {
			const flash = new NorFlash({ cells: new NorCells(image), encrypted });
			const store = new IdentityStore(flash, nodeTextCodec);
			assert.deepEqual(store.settings, fakeSettings());
			assert.deepEqual([...(store.claim?.privateKey ?? [])], [...claim.privateKey]);
		}
	});

	it("begins with generation 1, and its second half is erased", () => {
		const image = createIdentityImage(claimBootstrap(claim));
		const head = [0x54, 0x53, 0x01, 0x00, 0x04, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00];
		assert.deepEqual([...image.subarray(0, 12)], head);
		assert.deepEqual([...image.subarray(16, 20)], [1, 0, 0, 0]);
		assert.ok(image.subarray(0x4000).every((byte) => byte === 0xff));
	});

	it("is the same for the same bootstrap", () => {
		assert.deepEqual(createIdentityImage(claimBootstrap(claim)), createIdentityImage(claimBootstrap(claim)));
	});

	it("is flash-full for a bootstrap that does not fit", () => {
		const parameters = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, "x".repeat(4000)]));
		assert.throws(() => createIdentityImage(claimBootstrap(claim, { parameters })), { code: "flash-full" });
	});
});

describe("identityPartitionOffset and identityPartitionSize", () => {
	it("are those of partitions.csv", () => {
		const row = readRoot("firmware/adapters/partitions.csv")
			.split("\n")
			.map((line) => line.split(",").map((cell) => cell.trim()))
			.find(([name]) => name === "identity");
		assert.equal(Number(row?.[3]), identityPartitionOffset);
		assert.equal(Number(row?.[4]), identityPartitionSize);
	});
});
