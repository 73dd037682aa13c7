import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { checkPrimeSync, createPublicKey, sign, verify } from "node:crypto";
import { greatestCommonDivisor, type RsaPrivateKey } from "../../../../firmware/core/keys/rsa-key.js";
import { RsaKeyMaker } from "../../../../firmware/core/keys/rsa-key-maker.js";
import { isSignature } from "../../../../firmware/core/keys/rsa-signature.js";
import type { DeviceKey } from "../../../../firmware/ports/key-maker.js";
import { checkDeviceKey, describeKeyMaker } from "../../../contracts/key-maker.contract.js";
import { exhaustive } from "../../../support/exhaustive.js";
import { keyTools, stuckRandom } from "../../../support/key-tools.js";
import { patience } from "../../../support/patience.js";
import { rsaKeyParts, toKeyObject } from "../../../support/rsa-key-parts.js";
import { skipBecause } from "../../../support/skip-because.js";

/** With fewer, not even a bit that is always 1 would be seven standard deviations from random. */
const fewestForStatistics = 25;
/** THINGSMITH_KEYS=200 takes a minute or two. */
const count = Number(process.env.THINGSMITH_KEYS ?? (exhaustive ? fewestForStatistics : 4));
const maker = new RsaKeyMaker(keyTools);

describeKeyMaker("the firmware's own, on Node", () => maker);

describe(`${count} keys made by the firmware`, function () {
	this.timeout(patience(30_000 + count * 5_000));
	const made: { deviceKey: DeviceKey; parts: RsaPrivateKey }[] = [];

	before(async () => {
		for (let number = 0; number < count; number += 1) {
			const deviceKey = await maker.makeKey();
			made.push({ deviceKey, parts: rsaKeyParts(toKeyObject(deviceKey.privateKey)) });
		}
	});

	it("are RSA keys with requests that AWS IoT takes", async () => {
		for (const { deviceKey } of made) await checkDeviceKey(deviceKey);
	});

	it("are found sound by openssl, and their requests too", function () {
		if (spawnSync("openssl", ["version"]).status !== 0) {
			skipBecause(this, "openssl's opinion of the keys. There is no openssl.");
		}
		for (const { deviceKey } of made) {
			const key = toKeyObject(deviceKey.privateKey).export({ format: "pem", type: "pkcs8" });
			// In PEM over standard input: an argument list is for everyone to see.
			openssl(["rsa", "-check", "-noout"], String(key), /RSA key ok/);
			openssl(["req", "-verify", "-noout"], deviceKey.certificateSigningRequest, /verify OK/);
		}
	});

	it("sign what node:crypto verifies, and verify what it signs", () => {
		const message = Buffer.from("21.53");
		for (const { deviceKey, parts } of made) {
			const key = toKeyObject(deviceKey.privateKey);
			const signature = sign("sha256", message, key);
			assert.ok(verify("sha256", message, createPublicKey(key), signature));
			assert.ok(isSignature(signature, message, parts, keyTools));
		}
	});

	it("have primes as FIPS 186-5, appendix A.1.3, wants them", () => {
		for (const { parts } of made) {
			const { prime1, prime2, modulus, publicExponent, privateExponent } = parts;
			for (const prime of [prime1, prime2]) {
				assert.ok(checkPrimeSync(prime), "prime");
				assert.equal(prime >> 1022n, 3n, "of 1024 bits, and above √2 × 2^1023");
				assert.equal(greatestCommonDivisor(prime - 1n, publicExponent), 1n);
			}
			const distance = prime1 > prime2 ? prime1 - prime2 : prime2 - prime1;
			assert.ok(distance > 1n << 924n, "far apart");
			assert.equal(modulus, prime1 * prime2);
			assert.equal(modulus >> 2047n, 1n, "a modulus of 2048 bits");
			assert.ok(privateExponent > 1n << 1024n, "a private exponent that is not small");
		}
	});

	it("have the exponents and the coefficient of RFC 8017", () => {
		for (const { parts } of made) {
			const [last1, last2] = [parts.prime1 - 1n, parts.prime2 - 1n];
			const order = (last1 * last2) / greatestCommonDivisor(last1, last2);
			assert.equal(parts.publicExponent, 65537n);
			assert.ok(parts.privateExponent < order);
			assert.equal((parts.privateExponent * parts.publicExponent) % order, 1n);
			assert.equal(parts.exponent1, parts.privateExponent % last1);
			assert.equal(parts.exponent2, parts.privateExponent % last2);
			assert.equal((parts.coefficient * parts.prime2) % parts.prime1, 1n);
		}
	});

	it("have no prime in common", () => {
		const primes = made.flatMap(({ parts }) => [parts.prime1, parts.prime2]);
		assert.equal(new Set(primes).size, 2 * count);
	});

	if (count < fewestForStatistics) return;

	it("have primes whose bits and remainders are spread as those of random ones", () => {
		const primes = made.flatMap(({ parts }) => [parts.prime1, parts.prime2]);
		// Seven standard deviations: by chance once in 10^9 runs, of a thousand bits.
		const widest = 7 * Math.sqrt(primes.length / 4);
		for (let bit = 1n; bit < 1022n; bit += 1n) {
			const ones = primes.filter((prime) => (prime >> bit) & 1n).length;
			assert.ok(Math.abs(ones - primes.length / 2) <= widest, `bit ${bit} is 1 in ${ones} of ${primes.length}`);
		}
		for (const divisor of [3, 5, 7, 11, 13]) {
			const expected = primes.length / (divisor - 1);
			const remainders = primes.map((prime) => Number(prime % BigInt(divisor)));
			const counts = Array.from(
				{ length: divisor - 1 },
				(_, index) => remainders.filter((r) => r === index + 1).length,
			);
			const spread = counts.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
			// Chi-squared, one degree of freedom less than there are remainders: beyond this once in 10^9 runs or less.
			assert.ok(spread < 40 + 2 * divisor, `modulo ${divisor}: ${counts.join(" ")}`);
		}
	});
});

describe("a key maker without luck", () => {
	it("has no key for who has no random bytes", async () => {
		for (const byte of [0x00, 0xff]) {
			const broken = new RsaKeyMaker({ ...keyTools, random: stuckRandom(byte) });
			await assert.rejects(broken.makeKey(), { code: "internal" });
		}
	});

	it("has no key where its arithmetic is wrong once the primes are found", async () => {
		// qInv, which FIPS 186-5 has nobody check: only the signature does.
		const arithmetic = {
			power: (base: bigint, exponent: bigint, modulus: bigint) => {
				const power = keyTools.arithmetic.power(base, exponent, modulus);
				return exponent === modulus - 2n ? power ^ 1n : power;
			},
		};
		const broken = new RsaKeyMaker({ ...keyTools, arithmetic });
		await assert.rejects(broken.makeKey(), { code: "internal", message: /does not verify/ });
	});

	it("does nothing more, and sets no timer, once nobody waits", async () => {
		let exponentiations = 0;
		const cancellation = { closed: false };
		const arithmetic = {
			power: (base: bigint, exponent: bigint, modulus: bigint) => {
				exponentiations += 1;
				if (exponentiations === 3) cancellation.closed = true;
				return keyTools.arithmetic.power(base, exponent, modulus);
			},
		};
		await assert.rejects(new RsaKeyMaker({ ...keyTools, arithmetic }).makeKey(cancellation), { code: "closed" });
		assert.equal(exponentiations, 3);
	});
});

function openssl(args: readonly string[], input: string, expected: RegExp): void {
	const { status, stdout, stderr } = spawnSync("openssl", args, { input, encoding: "utf8" });
	assert.equal(status, 0, stderr);
	assert.match(stdout + stderr, expected);
}
