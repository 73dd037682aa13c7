import type { Random } from "../ports/random.js";

/** Bytes of the platform's own generator, through entropy.c: neither the SDK's `rng` nor `Math.random` is a source of keys. */
export class XsRandom implements Random {
	fill(target: Uint8Array): Uint8Array {
		fillEntropy(target);
		return target;
	}
}

/** Throws when the platform has no random bytes to give. */
function fillEntropy(this: unknown, bytes: Uint8Array): unknown {
	return native("xs_thingsmith_entropy").call(this, bytes);
}
