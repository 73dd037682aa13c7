/** Modular arithmetic of the SDK's crypt/arith, and what XS adds to BigInt. Untyped in the SDK. */
declare module "modular" {
	export default class Modular {
		readonly m: bigint;
		constructor(m: bigint);
		exp(a: bigint, e: bigint): bigint;
	}
}
