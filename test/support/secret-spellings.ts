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
