import { toBigEndian } from "./big-endian.js";

/** Tags of ASN.1 that keys and requests are made of (ITU-T X.680). */
export const derTags = Object.freeze({
	integer: 0x02,
	bitString: 0x03,
	octetString: 0x04,
	utf8String: 0x0c,
	sequence: 0x30,
	set: 0x31,
	/** [0] of a CertificationRequestInfo. */
	attributes: 0xa0,
});

/** One element: tag, length of at most two bytes, contents one after the other. */
export function der(tag: number, ...contents: readonly ArrayLike<number>[]): Uint8Array {
	const length = contents.reduce((sum, { length }) => sum + length, 0);
	const head =
		length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
	const element = new Uint8Array(head.length + length);
	element.set(head);
	let offset = head.length;
	for (const content of contents) {
		element.set(content, offset);
		offset += content.length;
	}
	return element;
}

/** INTEGER that is not negative. */
export function derInteger(value: bigint): Uint8Array {
	let length = 8;
	while (value >> BigInt(8 * length - 1) !== 0n) length += 8;
	const bytes = toBigEndian(value, length);
	// One zero byte stays in front where the number would look negative without it.
	let start = 0;
	while (start < length - 1 && bytes[start] === 0 && (bytes[start + 1] as number) < 0x80) start += 1;
	const element = der(derTags.integer, bytes.subarray(start));
	bytes.fill(0);
	return element;
}
