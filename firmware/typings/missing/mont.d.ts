/** Montgomery arithmetic of the SDK's crypt/arith. Untyped in the SDK. */
declare module "mont" {
	export default class Mont {
		/** `m`: odd modulus. `method`: 0 bit by bit, 1 a sliding window of `sw_param` bits. */
		constructor(options: { m: bigint; method: 0 | 1; sw_param: number });
		/** `a` to the power of `e`, both at least 0. */
		exp(a: bigint, e: bigint): bigint;
	}
}
