import type { CancellationToken, DeviceKey, KeyMaker } from "../../ports/key-maker.js";
import type { TextCodec } from "../../ports/text-codec.js";
import type { Timer } from "../../ports/timer.js";
import { der, derInteger, derTags } from "../encoding/der.js";
import { writePem } from "../encoding/pem.js";
import { toPkcs8 } from "../encoding/pkcs8.js";
import { requestCertificate } from "./certificate-request.js";
import { CooperativeTask } from "./cooperative-task.js";
import type { PrimalityTools } from "./primality.js";
import { makeRsaKey, type RsaPrivateKey } from "./rsa-key.js";
import type { SignatureTools } from "./rsa-signature.js";

export type KeyTools = PrimalityTools & SignatureTools & { readonly timer: Timer; readonly text: TextCodec };

/** Makes RSA 2048 keys and their requests on the device itself; yields after each modular exponentiation. */
export class RsaKeyMaker implements KeyMaker {
	readonly #tools: KeyTools;

	constructor(tools: KeyTools) {
		this.#tools = tools;
	}

	async makeKey(cancellation?: CancellationToken): Promise<DeviceKey> {
		const task = new CooperativeTask(this.#tools.timer, cancellation);
		const key = await makeRsaKey(this.#tools, task);
		// First: a key whose signature does not verify is not written down at all.
		const request = await requestCertificate(key, this.#tools, task);
		return {
			privateKey: encodePrivateKey(key),
			certificateSigningRequest: writePem("CERTIFICATE REQUEST", request, this.#tools.text),
		};
	}
}

/** PKCS#8 DER (RFC 5208) with an RSAPrivateKey (RFC 8017, appendix A.1.2) in it. */
function encodePrivateKey(key: RsaPrivateKey): Uint8Array {
	const pkcs1 = der(
		derTags.sequence,
		derInteger(0n),
		derInteger(key.modulus),
		derInteger(key.publicExponent),
		derInteger(key.privateExponent),
		derInteger(key.prime1),
		derInteger(key.prime2),
		derInteger(key.exponent1),
		derInteger(key.exponent2),
		derInteger(key.coefficient),
	);
	const pkcs8 = toPkcs8("RSA PRIVATE KEY", pkcs1);
	pkcs1.fill(0);
	return pkcs8;
}
