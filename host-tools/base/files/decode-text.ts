/** `bytes` as text: UTF-8, or UTF-16 as PowerShell's `>` and Notepad write it. A byte order mark is no part of the text. */
export function decodeText(bytes: Uint8Array): string {
	return decode(Buffer.from(bytes)).replace(/^\ufeff/, "");
}

function decode(bytes: Buffer): string {
	const [first, second] = bytes;
	if (first === 0xff && second === 0xfe) return bytes.toString("utf16le");
	if (first === 0xfe && second === 0xff) return bigEndian(bytes);
	// Without a mark, nearly every second byte of a text in Latin letters is zero.
	const mostly = Math.min(bytes.length, lookAt) / 4;
	const [even, odd] = [zeros(bytes, 0), zeros(bytes, 1)];
	if (odd > mostly && even === 0) return bytes.toString("utf16le");
	if (even > mostly && odd === 0) return bigEndian(bytes);
	return bytes.toString("utf8");
}

/** Bytes that are enough to tell. */
const lookAt = 64;

function zeros(bytes: Buffer, parity: 0 | 1): number {
	return bytes.subarray(0, lookAt).filter((byte, index) => byte === 0 && index % 2 === parity).length;
}

function bigEndian(bytes: Buffer): string {
	// Half a character, which swap16 does not take, may be left of a copy that was cut off.
	return bytes
		.subarray(0, bytes.length & ~1)
		.swap16()
		.toString("utf16le");
}
