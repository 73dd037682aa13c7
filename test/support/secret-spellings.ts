/** The lines of a PEM's content. */
export function bodyOf(pem: string): string[] {
	return pem.split("\n").filter((line) => line.length > 40 && !line.startsWith("-"));
}

/** Pieces of `bytes` as somebody might print them. */
export function spellings(bytes: Buffer): string[] {
	const piece = bytes.subarray(300, 330);
	const arrays = [[...piece].join(","), [...piece].join(", ")];
	// Base64 depends on where it begins, modulo three.
	const inner = [0, 1, 2].map((start) =>
		bytes
			.subarray(300 + start, 330 + start)
			.toString("base64")
			.slice(0, 36),
	);
	return [piece.toString("hex"), ...arrays, ...inner];
}

/** `secret` as people and programs may write it: as it is, in JSON, in a URL, in hexadecimal, and in base64 wherever it begins. */
export function textSpellings(secret: string): string[] {
	const bytes = Buffer.from(secret);
	const inner = [0, 1, 2].map((before) => {
		const text = Buffer.concat([Buffer.alloc(before), bytes])
			.toString("base64")
			.replace(/=+$/, "");
		// Its first and its last characters depend on what stands beside it.
		return text.slice(before === 0 ? 0 : 4, -2);
	});
	return [
		secret,
		JSON.stringify(secret).slice(1, -1),
		encodeURIComponent(secret),
		bytes.toString("hex"),
		bytes.toString("hex").toUpperCase(),
		...inner,
	];
}
