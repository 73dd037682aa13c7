import { finite, isInt, type SqlValue, toDecimal, toFlooredInt } from "../values.js";
import type { SqlFunction, SqlFunctions } from "./sql-function.js";

/** Of one number; what is none gives Undefined, and so does a result that is none. */
function ofNumber(compute: (x: number) => number): SqlFunction {
	return {
		call([value]) {
			const x = toDecimal(value);
			return x === undefined ? undefined : finite(compute(x));
		},
	};
}

function ofNumbers(compute: (x: number, y: number) => number): SqlFunction {
	return {
		call([first, second]) {
			const [x, y] = [toDecimal(first), toDecimal(second)];
			return x === undefined || y === undefined ? undefined : finite(compute(x, y));
		},
	};
}

/** Of whole numbers of any size, in two's complement. */
function ofBits(compute: (x: bigint, y: bigint) => bigint): SqlFunction {
	return ofNumbers((x, y) => Number(compute(BigInt(Math.floor(x)), BigInt(Math.floor(y)))));
}

const remainder = ofNumbers((x, y) => x % y);

export const numberFunctions: SqlFunctions = {
	abs: ofNumber(Math.abs),
	acos: ofNumber(Math.acos),
	asin: ofNumber(Math.asin),
	atan: ofNumber(Math.atan),
	atan2: ofNumbers(Math.atan2),
	bitand: ofBits((x, y) => x & y),
	bitor: ofBits((x, y) => x | y),
	bitxor: ofBits((x, y) => x ^ y),
	bitnot: ofNumber((x) => Number(~BigInt(Math.floor(x)))),
	ceil: ofNumber(Math.ceil),
	cos: ofNumber(Math.cos),
	cosh: ofNumber(Math.cosh),
	exp: ofNumber(Math.exp),
	floor: ofNumber(Math.floor),
	ln: ofNumber(Math.log),
	log: ofNumber(Math.log10),
	mod: remainder,
	nanvl: { call: ([first, second]) => (first === undefined || first === null ? second : first) },
	power: ofNumbers(Math.pow),
	remainder,
	// Halves go away from zero.
	round: ofNumber((x) => Math.sign(x) * Math.round(Math.abs(x))),
	sign: ofNumber(Math.sign),
	sin: ofNumber(Math.sin),
	sinh: ofNumber(Math.sinh),
	sqrt: ofNumber(Math.sqrt),
	tan: ofNumber(Math.tan),
	tanh: ofNumber(Math.tanh),
	trunc: { call: ([value, places]) => truncated(value, places) },
};

/** Cut off behind so many places, 0 to 34. */
function truncated(value: SqlValue, places: SqlValue): SqlValue {
	const [x, kept] = [toDecimal(value), toFlooredInt(places)];
	if (x === undefined || kept === undefined) return undefined;
	if (isInt(x)) return x;
	const [whole = "0", fraction = ""] = plainDecimal(x).split(".");
	return finite(Number(`${whole}.${fraction.slice(0, Math.min(Math.max(kept, 0), 34))}0`));
}

/** Without an exponent. */
function plainDecimal(x: number): string {
	const text = String(x);
	return text.includes("e") ? x.toFixed(100) : text;
}
