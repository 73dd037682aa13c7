import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, sign as nodeSign, verify as nodeVerify } from "node:crypto";
import { isSignature, sign } from "../../../../firmware/core/keys/rsa-signature.js";
import { keyTools, uncancelledTask } from "../../../support/key-tools.js";
import { rsaKeyParts } from "../../../support/rsa-key-parts.js";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = rsaKeyParts(privateKey);
const message = Buffer.from("21.53 °C");

describe("RSASSA-PKCS1-v1_5 with SHA-256", () => {
	it("makes the very signature that node:crypto makes", async () => {
		for (const text of ["", "a", "21.53 °C", "x".repeat(5000)]) {
			const signature = await sign(Buffer.from(text), key, keyTools, uncancelledTask);
			assert.deepEqual(Buffer.from(signature), nodeSign("sha256", Buffer.from(text), privateKey));
			assert.ok(nodeVerify("sha256", Buffer.from(text), createPublicKey(privateKey), signature));
		}
	});

	it("accepts a signature of node:crypto, and none that was touched", () => {
		const signature = nodeSign("sha256", message, privateKey);
		assert.ok(isSignature(signature, message, key, keyTools));
		assert.equal(isSignature(signature, Buffer.from("21.54 °C"), key, keyTools), false);
		for (const position of [0, 1, 100, 255]) {
			const touched = Buffer.from(signature);
			touched[position] = (touched[position] as number) ^ 1;
			assert.equal(isSignature(touched, message, key, keyTools), false, `byte ${position}`);
		}
		assert.equal(isSignature(signature.subarray(1), message, key, keyTools), false);
		assert.equal(isSignature(Buffer.alloc(256, 0xff), message, key, keyTools), false);
	});

	it("does not accept the signature of another hash or padding", () => {
		assert.equal(isSignature(nodeSign("sha1", message, privateKey), message, key, keyTools), false);
		assert.equal(isSignature(nodeSign("sha512", message, privateKey), message, key, keyTools), false);
	});

	it("is not given away when one of its exponentiations went wrong", async () => {
		for (const wrong of [1, 2]) {
			let count = 0;
			const arithmetic = {
				power: (base: bigint, exponent: bigint, modulus: bigint) => {
					count += 1;
					const power = keyTools.arithmetic.power(base, exponent, modulus);
					return count === wrong ? power ^ 2n : power;
				},
			};
			await assert.rejects(sign(message, key, { ...keyTools, arithmetic }, uncancelledTask), { code: "internal" });
		}
	});

	it("is not made with a key of which a part is wrong", async () => {
		for (const member of ["prime1", "prime2", "exponent1", "exponent2", "coefficient", "modulus"] as const) {
			const broken = { ...key, [member]: key[member] + 2n };
			await assert.rejects(sign(message, broken, keyTools, uncancelledTask), { code: "internal" }, member);
		}
	});
});
