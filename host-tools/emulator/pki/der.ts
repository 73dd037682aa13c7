/** DER as far as certificates are written with it here (ITU-T X.690). */

/** One element: tag, length, contents one after the other. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
	const content = Buffer.concat(contents);
	return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content]);
}

export const sequence = (...elements: readonly Uint8Array[]): Buffer => der(0x30, ...elements);
export const setOf = (...elements: readonly Uint8Array[]): Buffer => der(0x31, ...elements);
export const octetString = (content: Uint8Array): Buffer => der(0x04, content);
export const derTrue = der(0x01, Buffer.of(0xff));
export const derNull = der(0x05);

/** `bytes` is big-endian, positive and without a leading zero that is not needed. */
export const integer = (...bytes: readonly number[]): Buffer => der(0x02, Buffer.from(bytes));

/** `unused`: bits of the last byte that are none. */
export const bitString = (content: Uint8Array, unused = 0): Buffer => der(0x03, Buffer.of(unused), content);

/** `1.2.840.113549`: the first two numbers share a byte. */
export function objectId(text: string): Buffer {
	const [first = 0, second = 0, ...others] = text.split(".").map(Number);
	return der(0x06, Buffer.from([40 * first + second, ...others.flatMap(base128)]));
}

/** Whole seconds, in the form that X.509 asks for: UTCTime until 2049. */
export function time(milliseconds: number): Buffer {
	const digits = new Date(milliseconds).toISOString().replace(/\.\d+/, "").replace(/[-:T]/g, "");
	const isShort = Number(digits.slice(0, 4)) < 2050;
	return der(isShort ? 0x17 : 0x18, Buffer.from(isShort ? digits.slice(2) : digits));
}

/** The elements that the contents of `element` consist of. For DER that OpenSSL wrote or accepted. */
export function elementsIn(element: Uint8Array): readonly DerElement[] {
	const elements: DerElement[] = [];
	for (let { content: rest } = readElement(element); rest.length > 0; ) {
		const next = readElement(rest);
		elements.push(next);
		rest = rest.subarray(next.whole.length);
	}
	return elements;
}

export interface DerElement {
	readonly tag: number;
	readonly whole: Uint8Array;
	readonly content: Uint8Array;
}

function readElement(bytes: Uint8Array): DerElement {
	const [tag = 0, first = 0] = bytes;
	const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
	const start = 2 + lengthBytes;
	const length = bytes.subarray(2, start).reduce((value, byte) => value * 256 + byte, lengthBytes === 0 ? first : 0);
	if (bytes.length < start + length) throw new Error("DER ends within an element");
	return { tag, whole: bytes.subarray(0, start + length), content: bytes.subarray(start, start + length) };
}

function lengthOf(length: number): readonly number[] {
	if (length < 0x80) return [length];
	return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function base128(value: number): readonly number[] {
	const low = value & 0x7f;
	const high = Math.floor(value / 128);
	return high === 0 ? [low] : [...base128(high).map((byte) => byte | 0x80), low];
}
