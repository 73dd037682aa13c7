import type { RowCodec } from "./table.js";

/**
 * Rows that are JSON as they are. `idMember` must be in each of them, or its table is of another version. `absent`: members that
 * JSON leaves out when they are undefined.
 */
export function jsonRows<T extends object>(idMember: keyof T & string, absent: Partial<T> = {}): RowCodec<T> {
	return {
		encode: (row) => row,
		decode(json) {
			if (typeof json !== "object" || json === null || !(idMember in json)) {
				throw new Error(`A kept row has no ${idMember}: the data directory is of another version of thingsmith`);
			}
			return Object.freeze({ ...absent, ...json } as T);
		},
	};
}
