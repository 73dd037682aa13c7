import type { Random } from "./random.js";

/** Bytes that parsers trip over: ends of ranges, signs, what UTF-8 does not have. */
const oddBytes = [0, 1, 0x7f, 0x80, 0xc0, 0xff, 0x2f, 0x22, 0x5c, 0x7b, 0x5b, 0x24, 0x23, 0x2b];

/** One to a few changes: bits, bytes, pieces left out, doubled, moved, of `others`. Never longer than `longest`. */
export function mutateBytes(
	random: Random,
	bytes: Buffer,
	others: readonly Buffer[] = [],
	longest = 64 * 1024,
): Buffer {
	let changed = Buffer.from(bytes);
	for (let left = 1 + random.few(8); left > 0; left--) changed = changeOnce(random, changed, others);
	return changed.subarray(0, longest);
}

function changeOnce(random: Random, bytes: Buffer, others: readonly Buffer[]): Buffer<ArrayBuffer> {
	const at = random.int(bytes.length + 1);
	const end = Math.min(at + 1 + random.few(64), bytes.length);
	const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
	switch (random.int(8)) {
		case 0:
			return Buffer.concat([before, after]);
		case 1:
			return Buffer.concat([before, piece, piece, after]);
		case 2:
			return Buffer.concat([before, random.bytes(random.few(16)), bytes.subarray(at)]);
		case 3:
			return Buffer.concat([before, others.length > 0 ? pieceOf(random, random.pick(others)) : piece, after]);
		case 4:
			return Buffer.from(before);
		default: {
			const copy = Buffer.from(bytes);
			const place = random.int(copy.length);
			if (copy.length > 0)
				copy[place] = random.once(2) ? random.pick(oddBytes) : (copy[place] ?? 0) ^ (1 << random.int(8));
			return copy;
		}
	}
}

function pieceOf(random: Random, bytes: Buffer): Buffer {
	const at = random.int(bytes.length);
	return bytes.subarray(at, at + 1 + random.int(bytes.length - at));
}

/** As `mutateBytes`, in characters; `words` are what the language has. */
export function mutateText(random: Random, text: string, words: readonly string[] = [], longest = 64 * 1024): string {
	let changed = text;
	for (let left = 1 + random.few(6); left > 0; left--) changed = changeText(random, changed, words);
	return changed.slice(0, longest);
}

function changeText(random: Random, text: string, words: readonly string[]): string {
	const at = random.int(text.length + 1);
	const end = Math.min(at + 1 + random.few(40), text.length);
	const [before, piece, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
	switch (random.int(7)) {
		case 0:
			return before + after;
		case 1:
			return before + piece.repeat(random.once(20) ? 1 + random.int(200) : 2) + after;
		case 2:
			return before;
		case 3:
		case 4:
			return before + (words.length > 0 ? random.pick(words) : oddText(random)) + text.slice(at);
		case 5:
			return before + (words.length > 0 ? random.pick(words) : oddText(random)) + after;
		default:
			return before + oddText(random) + after;
	}
}

const oddTexts = [
	"",
	" ",
	"\0",
	"__proto__",
	"constructor",
	"toString",
	"\u2028",
	"\ud800",
	"é",
	"😀",
	"${",
	"}",
	"*",
	"?",
	"#",
	"+",
	"$",
	"/",
	"//",
	"..",
	"\\",
	'"',
	"'",
	"%",
	"%00",
	"%zz",
	"-1",
	"0",
	"1e999",
	"NaN",
	"9007199254740993",
	"null",
	"true",
	"arn:aws:iot:us-east-1:000000000000:thing/a",
	"\r\n",
	"<",
	"&",
];

export function oddText(random: Random): string {
	if (random.once(40)) return random.pick(["a", "*", "[", "é", "/"]).repeat(random.int(5000));
	if (random.once(6)) return String.fromCharCode(random.int(random.once(4) ? 0x10000 : 128));
	return random.pick(oddTexts);
}
