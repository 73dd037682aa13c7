/** RFC 1319's table of bytes. */
const table = Buffer.from(
	[
		"292e43c9a2d87c013d3654a1ecf0061362a705f3c0c7738c98932bd9bc4c82ca1e9b573cfdd4e01667426f188a17e512be4ec4d6da9ede49a0fbf58ebb2fee7a",
		"a968799115b2073f94c210890b225f21807f5d9a5a903227353ecce7bff79703ff1930b348a5b5d1d75e922aac56aac64fb838d296a47db676fc6be29c7404f1",
		"459d705964718720865bcf65e62da8021b6025adaeb0b9f61c46616934407e0f5547a323dd51af3ac35cf9cebac5ea262c530d6e85288409d3dfcdf441814d52",
		"6adc37c86cc1abfa24e17b080cbdb14a7888958be363e86de9cbd5fe3b001d39f2efb70e6658d0e4a67772f8eb754b0a314450b48fed1f1adb998d339f118314",
	].join(""),
	"hex",
);

/** MD2 (RFC 1319) in hex: OpenSSL has given it up, AWS's SQL has not. */
export function md2(text: string): string {
	const bytes = Buffer.from(text);
	const padding = 16 - (bytes.length % 16);
	const padded = Buffer.concat([bytes, Buffer.alloc(padding, padding)]);
	const checked = Buffer.concat([padded, checksumOf(padded)]);
	const state = Buffer.alloc(48);
	for (let at = 0; at < checked.length; at += 16) mix(state, checked.subarray(at, at + 16));
	return state.toString("hex", 0, 16);
}

function checksumOf(padded: Buffer): Buffer {
	const checksum = Buffer.alloc(16);
	let last = 0;
	for (const [index, byte] of padded.entries()) {
		last = (checksum[index % 16] ?? 0) ^ (table[byte ^ last] ?? 0);
		checksum[index % 16] = last;
	}
	return checksum;
}

function mix(state: Buffer, block: Buffer): void {
	for (const [index, byte] of block.entries()) {
		state[16 + index] = byte;
		state[32 + index] = byte ^ (state[index] ?? 0);
	}
	let last = 0;
	for (let round = 0; round < 18; round++) {
		for (let index = 0; index < 48; index++) {
			last = (state[index] ?? 0) ^ (table[last] ?? 0);
			state[index] = last;
		}
		last = (last + round) % 256;
	}
}
