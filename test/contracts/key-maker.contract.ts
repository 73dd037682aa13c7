import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
// First: x509 needs it.
import "reflect-metadata";
import { Pkcs10CertificateRequest } from "@peculiar/x509";
import type { DeviceKey, KeyMaker } from "../../firmware/ports/key-maker.js";
import { within } from "../support/deadline.js";
import { toKeyObject } from "../support/rsa-key-parts.js";

/** `keyMs`: what one key may take. */
export function describeKeyMaker(name: string, open: () => KeyMaker, keyMs = 20_000): void {
	describe(`key maker: ${name}`, function () {
		this.timeout(2 * keyMs);
		const make = (what: string) => within(open().makeKey(), what, keyMs);

		it("makes an RSA 2048 key in PKCS#8 and a request signed with it, which AWS IoT takes", async () => {
			await checkDeviceKey(await make("a key"));
		});

		it("never makes the same key twice", async () => {
			const keys = [await make("a key"), await make("another key")];
			assert.notDeepEqual(keys[0]?.privateKey, keys[1]?.privateKey);
		});

		it("stops with `closed` when nobody waits for the key any more", async () => {
			const cancellation = { closed: false };
			const made = open().makeKey(cancellation);
			cancellation.closed = true;
			await assert.rejects(within(made, "the end", keyMs), { code: "closed" });
		});
	});
}

export async function checkDeviceKey({ privateKey, certificateSigningRequest }: DeviceKey): Promise<void> {
	const key = toKeyObject(privateKey);
	assert.equal(key.asymmetricKeyType, "rsa");
	assert.deepEqual(key.asymmetricKeyDetails, { modulusLength: 2048, publicExponent: 65537n });
	assert.ok(certificateSigningRequest.length <= 4096);
	assert.ok(certificateSigningRequest.startsWith("-----BEGIN CERTIFICATE REQUEST-----\n"));
	const request = new Pkcs10CertificateRequest(certificateSigningRequest);
	assert.equal(request.subject, "CN=thingsmith device");
	assert.ok(await request.verify(), "the signature of the request");
	const publicKey = createPublicKey(key).export({ format: "der", type: "spki" });
	assert.deepEqual(Buffer.from(request.publicKey.rawData), publicKey);
}
