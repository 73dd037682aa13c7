import type { Random } from "../../ports/random.js";
import { fromBigEndian } from "./big-endian.js";

/** A number of `bytes` random bytes; a multiple of 8. */
export function randomNumber(random: Random, bytes: number): bigint {
	const buffer = random.fill(new Uint8Array(bytes));
	const number = fromBigEndian(buffer);
	buffer.fill(0);
	return number;
}
