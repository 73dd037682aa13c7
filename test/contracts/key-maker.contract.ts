import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
// First: x509 needs it.
import "reflect-metadata";
import { Pkcs10CertificateRequest } from "@peculiar/x509";
import type { KeyMaker } from "../../firmware/ports/key-maker.js";
import { within } from "../support/deadline.js";

/** A key maker that makes keys; one that cannot is described by `describeKeylessKeyMaker`. */
export function describeKeyMaker(name: string, keyMaker: KeyMaker): void {
	describe(`key maker: ${name}`, () => {
		it("makes an RSA 2048 key in PKCS#8 and a request signed with it, which AWS IoT takes", async () => {
			const { privateKey, certificateSigningRequest } = await within(keyMaker.makeKey(), "a key");
			const key = createPrivateKey({ key: Buffer.from(privateKey), format: "der", type: "pkcs8" });
			assert.equal(key.asymmetricKeyType, "rsa");
			assert.equal(key.asymmetricKeyDetails?.modulusLength, 2048);
			assert.ok(certificateSigningRequest.length <= 4096);
			assert.ok(certificateSigningRequest.startsWith("-----BEGIN CERTIFICATE REQUEST-----\n"));
			const request = new Pkcs10CertificateRequest(certificateSigningRequest);
			assert.ok(await request.verify(), "the signature of the request");
			assert.deepEqual(
				Buffer.from(request.publicKey.rawData),
				createPublicKey(key).export({ format: "der", type: "spki" }),
			);
		});

		it("never makes the same key twice", async () => {
			const keys = [await within(keyMaker.makeKey(), "a key"), await within(keyMaker.makeKey(), "another key")];
			assert.notDeepEqual(keys[0]?.privateKey, keys[1]?.privateKey);
		});
	});
}

export function describeKeylessKeyMaker(name: string, keyMaker: KeyMaker): void {
	describe(`key maker: ${name}`, () => {
		it("answers key-unsupported, every time", async () => {
			for (let time = 0; time < 2; time++) await assert.rejects(keyMaker.makeKey(), { code: "key-unsupported" });
		});
	});
}
