import assert from "node:assert/strict";
import { IdentityStore } from "../../../../firmware/core/identity/identity-store.js";
import { createIdentityImage } from "../../../../host-tools/board/identity/identity-image.js";
import { renewedImage } from "../../../../host-tools/board/identity/renewed-image.js";
import { flashIn } from "../../../../host-tools/board/partitions/memory-flash.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";
import { claimBootstrap } from "../../../support/fake-device.js";

const der = (seed: number) => Uint8Array.of(0x30, 1, seed);
const claim = (seed: number) => ({ certificate: der(seed), privateKey: der(seed + 1), expiresAt: seed * 1000 });
const ownKey = { privateKey: der(9), certificateSigningRequest: "the request" };
const half = 0x4000;
const open = (image: Uint8Array) => new IdentityStore(flashIn(image), nodeTextCodec);

/** A device with the first claim, a key of its own, and a certificate for it that AWS may know. */
function stagedImage(): Uint8Array {
	const image = createIdentityImage(claimBootstrap(claim(1)));
	const store = open(image);
	store.keepKey(ownKey);
	store.stage({ certificateId: "c".repeat(64), certificate: der(8), privateKey: der(9), ownershipToken: "token" });
	return image;
}

describe("the image of a partition with another bootstrap", () => {
	it("keeps what is staged and the key the device made, as the device does with a bootstrap over serial", () => {
		const before = stagedImage();
		const store = open(renewedImage(before, claimBootstrap(claim(2))));
		assert.deepEqual(store.claim, claim(2));
		assert.equal(store.candidate?.ownershipToken, "token");
		assert.deepEqual(store.pendingKey, ownKey);
	});

	it("leaves the half that counts as it was: however much of the other is there, a device reads all or nothing of it", () => {
		const before = stagedImage();
		const after = renewedImage(before, claimBootstrap(claim(2)));
		assert.deepEqual(after.subarray(half), before.subarray(half));
		const seen = new Set<unknown>();
		for (let written = 0; written <= 2048; written += 16) {
			const torn = before.slice();
			torn.fill(0xff, 0, half).set(after.subarray(0, written));
			const store = open(torn);
			assert.equal(store.candidate?.ownershipToken, "token");
			const seed = Number(store.claim?.expiresAt) / 1000;
			assert.deepEqual(store.claim, claim(seed));
			seen.add(seed);
		}
		assert.deepEqual([...seen], [1, 2]);
	});

	it("is a new device's where there is no journal, and is never made of an identity", () => {
		const noise = Uint8Array.from({ length: 0x8000 }, (_, index) => (index * 31) & 0xff);
		const bootstrap = claimBootstrap(claim(2));
		assert.deepEqual(renewedImage(noise, bootstrap), createIdentityImage(bootstrap));
		const image = stagedImage();
		const store = open(image);
		store.nameCandidate("pump");
		store.commit();
		assert.throws(() => renewedImage(image, bootstrap), { code: "internal" });
	});
});
