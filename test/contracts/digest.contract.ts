import assert from "node:assert/strict";
import { createHash } from "node:crypto";

/** A `Digest` here, or one on another machine. */
export interface DigestUnderTest {
	sha256(message: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** FIPS 180-4's own examples. */
const examples: readonly (readonly [string, string])[] = [
	["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
	["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
	[
		"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
	],
];

export function describeDigest(name: string, open: () => DigestUnderTest): void {
	describe(`digest: ${name}`, () => {
		const hash = async (message: Uint8Array) => Buffer.from(await open().sha256(message)).toString("hex");

		for (const [message, expected] of examples) {
			it(`of "${message}" is what FIPS 180-4 says`, async () => {
				assert.equal(await hash(Buffer.from(message)), expected);
			});
		}

		it("is right around the ends of its blocks, of a part of an array too", async () => {
			const bytes = Uint8Array.from({ length: 300 }, (_, index) => index);
			for (const length of [1, 54, 55, 56, 57, 63, 64, 65, 118, 119, 120, 127, 128, 129, 256]) {
				const message = bytes.subarray(7, 7 + length);
				assert.equal(await hash(message), createHash("sha256").update(message).digest("hex"), `${length} bytes`);
			}
		});
	});
}
