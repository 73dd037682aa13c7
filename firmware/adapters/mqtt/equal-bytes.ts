/** Not in constant time: for what is no secret. */
export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
	return one.byteLength === other.byteLength && one.every((byte, index) => byte === other[index]);
}
