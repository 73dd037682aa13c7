import { DeviceError } from "../../firmware/ports/errors.js";
import type { CancellationToken, DeviceKey, KeyMaker } from "../../firmware/ports/key-maker.js";

const algorithm = {
	name: "RSASSA-PKCS1-v1_5",
	hash: "SHA-256",
	modulusLength: 2048,
	publicExponent: Uint8Array.of(1, 0, 1),
};

/** RSA 2048 keys and CSRs by WebCrypto. */
export const nodeKeyMaker: KeyMaker = Object.freeze({
	async makeKey(cancellation?: CancellationToken): Promise<DeviceKey> {
		// Loaded only by a device that makes its key: x509 takes longer to load than everything else here.
		await import("reflect-metadata");
		const { Pkcs10CertificateRequestGenerator } = await import("@peculiar/x509");
		const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
		// WebCrypto cannot be stopped.
		if (cancellation?.closed) throw new DeviceError("closed", "Stopped making a key: nobody waits for it");
		const request = await Pkcs10CertificateRequestGenerator.create({
			name: "CN=thingsmith device",
			keys,
			signingAlgorithm: algorithm,
		});
		const privateKey = new Uint8Array(await crypto.subtle.exportKey("pkcs8", keys.privateKey));
		return { privateKey, certificateSigningRequest: request.toString("pem") };
	},
});
