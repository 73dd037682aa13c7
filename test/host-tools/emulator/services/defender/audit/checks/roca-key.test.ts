import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import {
	hasRocaMark,
	isRocaKey,
} from "../../../../../../../host-tools/emulator/services/defender/audit/checks/roca-key.js";

describe("hasRocaMark()", () => {
	it("knows a modulus that is a power of 65537 modulo the generator's primes", () => {
		// What the broken generator makes of its primes: a power of 65537 plus a multiple of their product.
		const product = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101]
			.concat([103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167])
			.reduce((all, prime) => all * BigInt(prime), 1n);
		assert.equal(hasRocaMark(12_345_678_901n * product + (65_537n ** 17n % product)), true);
	});

	it("knows none in a key of OpenSSL, nor in what is no certificate", () => {
		const { n = "" } = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ format: "jwk" });
		assert.equal(hasRocaMark(BigInt(`0x${Buffer.from(n, "base64url").toString("hex")}`)), false);
		assert.equal(isRocaKey("no certificate"), false);
	});
});
