/** What `claim create --out` writes: certificate and key in PEM, and a note that says when they expire. */
export interface ClaimFiles {
	readonly certificate: string;
	readonly privateKey: string;
	readonly claim: string;
}

const noteEnd = ".claim.json";

/** Names say what is in them, and begin alike, with `stem`, for what belongs together. */
export function claimFiles(stem: string): ClaimFiles {
	return {
		certificate: `${stem}.claim-certificate.pem`,
		privateKey: `${stem}.claim-private-key.pem`,
		claim: `${stem}${noteEnd}`,
	};
}

/** The files that belong to a note; undefined when `path` is none. */
export function claimFilesBeside(path: string): ClaimFiles | undefined {
	return path.endsWith(noteEnd) ? claimFiles(path.slice(0, -noteEnd.length)) : undefined;
}
