import { XsRandom } from "firmware/adapters/xs-random";

/**
 * manifest.json puts this module in the place of the SDK's `rng`, from which TLS draws its nonces and ephemeral keys: an RC4 stream that is seeded
 * once with 16 bytes, and in the simulators always with the same.
 */
export default Object.freeze({
	/** Throws when the platform has no random bytes to give. */
	get(length: number): ArrayBuffer {
		return new XsRandom().fill(new Uint8Array(length)).buffer as ArrayBuffer;
	},
});
