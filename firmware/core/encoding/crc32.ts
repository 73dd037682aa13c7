const table = Object.freeze(
	Array.from({ length: 256 }, (_, index) => {
		let value = index;
		for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
		return value >>> 0;
	}),
);

/** CRC-32 (ISO-HDLC: polynomial 0x04C11DB7 reflected, initial value and final XOR 0xFFFFFFFF) of `parts` in order. */
export function crc32(...parts: readonly Uint8Array[]): number {
	let crc = 0xffffffff;
	for (const part of parts) {
		for (const byte of part) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] as number);
	}
	return (crc ^ 0xffffffff) >>> 0;
}
