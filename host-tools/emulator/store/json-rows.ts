import type { RowCodec } from "./table.js";

/**
 * Rows that are JSON as they are. `idMember` must be in each of them, or its table is of another version. `absent`: members that
 * JSON leaves out when they are undefined.
 */
export function jsonRows<T extends object>(idMember: keyof T & string, absent: Partial<T> = {}): RowCodec<T> {
	const leftOut = Object.entries(absent);
	return {
		encode: (row) => row,
		decode(json) {
			if (typeof json !== "object" || json === null || !(idMember in json)) {
				throw new Error(`A kept row has no ${idMember}: the data directory is of another version of thingsmith`);
			}
			// In place: a copy of each row cost three times its memory while a big log was read.
			for (const [member, value] of leftOut) {
				if (!(member in json)) Object.defineProperty(json, member, { value, enumerable: true });
			}
			return Object.freeze(json as T);
		},
	};
}
