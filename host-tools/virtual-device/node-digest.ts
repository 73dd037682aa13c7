import { createHash } from "node:crypto";
import type { Digest } from "../../firmware/ports/digest.js";

export const nodeDigest: Digest = Object.freeze({
	sha256: (message: Uint8Array) => new Uint8Array(createHash("sha256").update(message).digest()),
});
