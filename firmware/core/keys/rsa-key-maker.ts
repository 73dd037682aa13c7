import type { Asker, DeviceKey, KeyMaker } from "../../ports/key-maker.js";
import type { TextCodec } from "../../ports/text-codec.js";
import type { Timer } from "../../ports/timer.js";
import { writePem } from "../encoding/pem.js";
import { requestCertificate } from "./certificate-request.js";
import { makeRsaKey } from "./make-rsa-key.js";
import { encodePrivateKey } from "./private-key-der.js";
import type { PrimalityTools } from "./probable-prime.js";
import type { SignatureTools } from "./rsa-signature.js";
import { Slices } from "./slices.js";

export type KeyTools = PrimalityTools & SignatureTools & { readonly timer: Timer; readonly text: TextCodec };

/** Makes RSA 2048 keys and their requests on the device itself, in slices of one modular exponentiation. */
export class RsaKeyMaker implements KeyMaker {
	readonly #tools: KeyTools;

	constructor(tools: KeyTools) {
		this.#tools = tools;
	}

	async makeKey(asker?: Asker): Promise<DeviceKey> {
		const slices = new Slices(this.#tools.timer, asker);
		const key = await makeRsaKey(this.#tools, slices);
		// First: a key whose signature does not verify is not written down at all.
		const request = await requestCertificate(key, this.#tools, slices);
		return {
			privateKey: encodePrivateKey(key),
			certificateSigningRequest: writePem("CERTIFICATE REQUEST", request, this.#tools.text),
		};
	}
}
