/** The one operation of RSA that is worth a machine's own code. Everything else the core does in big integers of the language. */
export interface ModularArithmetic {
	/**
	 * `base` to the power of `exponent` modulo `modulus`. 0 <= base < modulus, exponent >= 0, none of more than 2048 bits. The modulus is an
	 * odd number below 2^32, or random as a key's are, with its top bits set: the SDK's code aborts the machine at some that are close to
	 * a power of two, such as 2^1279 - 1. Blocks until it is done; its time tells about the exponent.
	 */
	power(base: bigint, exponent: bigint, modulus: bigint): bigint;
}
