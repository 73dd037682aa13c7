import assert from "node:assert/strict";
import { checkPrimeSync, createPrivateKey, createPublicKey, generatePrimeSync, sign, verify } from "node:crypto";
import { keyPairOf, makeRsaKeyPair } from "../../../../host-tools/emulator/pki/rsa-key-pair.js";
import { rsaKeyParts } from "../../../support/rsa-key-parts.js";

/** One that goes with the exponent. */
function prime(): bigint {
	for (;;) {
		const found = generatePrimeSync(1024, { bigint: true });
		if (found % 65537n !== 1n) return found;
	}
}

describe("makeRsaKeyPair()", () => {
	it("makes what RFC 8017 asks of a key, of 2048 bits and with the exponent 65537", async () => {
		const { privateKeyPem, publicKeyPem } = await makeRsaKeyPair();
		const key = createPrivateKey(privateKeyPem);
		const { modulus, publicExponent, privateExponent, prime1, prime2, exponent1, exponent2, coefficient } =
			rsaKeyParts(key);
		assert.equal(modulus, prime1 * prime2);
		assert.equal(modulus.toString(2).length, 2048);
		assert.equal(publicExponent, 65537n);
		for (const one of [prime1, prime2]) {
			assert.equal(checkPrimeSync(one), true);
			assert.equal((publicExponent * privateExponent) % (one - 1n), 1n);
		}
		assert.ok(prime1 > prime2);
		assert.equal(exponent1, privateExponent % (prime1 - 1n));
		assert.equal(exponent2, privateExponent % (prime2 - 1n));
		assert.equal((coefficient * prime2) % prime1, 1n);
		assert.ok(createPublicKey(key).equals(createPublicKey(publicKeyPem)));
	});

	it("makes keys that sign, each of its own primes", async () => {
		const pairs = await Promise.all([makeRsaKeyPair(), makeRsaKeyPair()]);
		const data = Buffer.from("data");
		for (const { privateKeyPem, publicKeyPem } of pairs) {
			assert.equal(verify("sha256", data, publicKeyPem, sign("sha256", data, privateKeyPem)), true);
		}
		const [one, other] = pairs.map(({ privateKeyPem }) => rsaKeyParts(createPrivateKey(privateKeyPem)));
		assert.notEqual(one?.prime1, other?.prime1);
		assert.notEqual(one?.prime2, other?.prime2);
	});
});

describe("keyPairOf()", () => {
	it("makes the same key of two primes in either order", () => {
		const [one, other] = [prime(), prime()];
		assert.ok(keyPairOf(one, other) !== undefined);
		assert.deepEqual(keyPairOf(one, other), keyPairOf(other, one));
	});

	it("takes no primes that are as close as the modulus would give away", () => {
		const one = prime();
		assert.equal(keyPairOf(one, one), undefined);
		assert.equal(keyPairOf(one, one - (1n << 924n)), undefined);
	});
});
