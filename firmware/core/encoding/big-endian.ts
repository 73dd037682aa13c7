const wordBytes = 8;

/** The number that `bytes`, most significant first, stand for (OS2IP, RFC 8017 section 4.2). Their count is a multiple of 8. */
export function fromBigEndian(bytes: Uint8Array): bigint {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	let value = 0n;
	for (let offset = 0; offset < bytes.length; offset += wordBytes) value = (value << 64n) | view.getBigUint64(offset);
	return value;
}

/** `value` in `length` bytes, most significant first (I2OSP, RFC 8017 section 4.1). `length` is a multiple of 8 and enough for `value`. */
export function toBigEndian(value: bigint, length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	const view = new DataView(bytes.buffer);
	let rest = value;
	for (let offset = length - wordBytes; offset >= 0; offset -= wordBytes) {
		view.setBigUint64(offset, BigInt.asUintN(64, rest));
		rest >>= 64n;
	}
	return bytes;
}
