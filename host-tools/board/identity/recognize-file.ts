/** What a JSON or text file is that stands in the place of another, and where it belongs. */
interface FileKind {
	readonly what: string;
	readonly next: string;
	readonly is: (text: string) => boolean;
}

const has =
	(...names: readonly string[]) =>
	(text: string) =>
		names.every((name) => text.includes(name));

const kinds: readonly FileKind[] = [
	{
		what: "a bootstrap",
		next: "give it to `device simulate --bootstrap` or `device image --bootstrap`",
		is: (text) => /"version"/.test(text) && /"(claim|permanent)"/.test(text),
	},
	{
		what: "what the AWS CLI prints for a certificate or a claim",
		next: "give it to `device provision --credential`",
		is: has("certificatePem", "PrivateKey"),
	},
	{
		what: "the note on a claim that `claim create --out` keeps, without certificate and key",
		next: "give it to `device provision --credential`, or make a bootstrap: `claim create … --bootstrap FILE`",
		is: (text) => /"certificateId"/.test(text) && /"expiresAt"/.test(text) && !/"certificatePem"/.test(text),
	},
	{
		what: "a certificate or a key",
		next: "give it to `device provision --certificate` or `--private-key`",
		is: (text) => /^[^"{]*-----BEGIN /.test(text),
	},
];

/** Undefined for a file of no known kind. */
export function recognizeFile(text: string): Omit<FileKind, "is"> | undefined {
	return kinds.find(({ is }) => is(text));
}
