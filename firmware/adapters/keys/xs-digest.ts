import { Digest as SdkDigest } from "crypt";
import type { Digest } from "../../ports/digest.js";

export class XsDigest implements Digest {
	sha256(message: Uint8Array): Uint8Array {
		const digest = new SdkDigest("SHA256");
		digest.write(message.slice().buffer as ArrayBuffer);
		return new Uint8Array(digest.close());
	}
}
