import Mont from "mont";
import type { ModularArithmetic } from "../../ports/modular-arithmetic.js";

/** The SDK's sliding window. */
const slidingWindow = 1;
/**
 * Bits of the window. Two is the widest that SDK 8.2.3 computes right: for wider ones it fills its table from the wrong end, out of
 * memory never written; and from six on it needs more numbers than it has room for, and aborts the machine.
 */
const windowBits = 2;

/** Montgomery exponentiation in the SDK's C code. */
export class XsModularArithmetic implements ModularArithmetic {
	power(base: bigint, exponent: bigint, modulus: bigint): bigint {
		return new Mont({ m: modulus, method: slidingWindow, sw_param: windowBits }).exp(base, exponent);
	}
}
