import Modular from "modular";

const wordBytes = 4;

/**
 * manifest_fast-rsa.json puts this module in the place of the SDK's `mont`, which RSA signatures and the making of keys go through; modular-power.c
 * has the arithmetic. Its other ways of `exp`, which callers of the SDK's may ask for, are not told apart.
 */
export default class Mont extends Modular {
	/** `m`: odd modulus, up to 4096 bits. */
	constructor(options: { readonly m: bigint }) {
		super(options.m);
	}

	/** `a` to the power of `e`, both at least 0. Throws when memory is short. */
	override exp(a: bigint, e: bigint): bigint {
		const modulus = new Uint8Array(ArrayBuffer.fromBigInt(this.m));
		const result = new Uint8Array(Math.ceil(modulus.byteLength / wordBytes) * wordBytes);
		const base = new Uint8Array(ArrayBuffer.fromBigInt(a % this.m));
		power(result, padded(base, result.byteLength), padded(modulus, result.byteLength), ArrayBuffer.fromBigInt(e));
		return BigInt.fromArrayBuffer(result.buffer);
	}
}

function padded(bytes: Uint8Array, length: number): Uint8Array {
	const wide = new Uint8Array(length);
	wide.set(bytes, length - bytes.byteLength);
	return wide;
}

function power(this: unknown, ...buffers: (ArrayBuffer | Uint8Array)[]): unknown {
	return native("xs_thingsmith_modular_power").apply(this, buffers);
}
