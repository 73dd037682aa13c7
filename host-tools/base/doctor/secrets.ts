/** Characters; what is shorter would take words out of sentences that are no secrets. */
const shortest = 6;
/** Bytes; shorter ones have base64 that other text has, too. */
const shortestEncoded = 9;

/** What secrets look like wherever they come from, and what is left of them. */
const patterns: readonly (readonly [pattern: RegExp, left: string])[] = Object.freeze([
	[/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, "(removed)"],
	[/\/\/[^/@\s"']+@/g, "//(removed)@"],
	[/([?&][\w.-]*(?:token|secret|password|key|credential|signature)[\w.-]*=)[^&\s"']+/gi, "$1(removed)"],
	[/\b(AKIA|ASIA)[A-Z0-9]{8,}([A-Z0-9]{4})\b/g, "$1…$2"],
]);

const secretName = /secret|token|passw|passphrase|psk|credential|private|apikey|api_key|auth|pat$|(^|_)key$|key_pem/i;

/** Where a secret is, and not what it is. */
const placeName = /(file|path|uri|url|dir|source)$/i;

/** Whether a variable or setting of that name may hold a secret. */
export function isSecretName(name: string): boolean {
	return secretName.test(name) && !placeName.test(name);
}

/** Takes known secrets out of text, however they are spelled. What is printed is made without them: this is for what was forgotten. */
export class Secrets {
	readonly #spelled: RegExp | undefined;

	constructor(values: Iterable<string>) {
		const known = [...new Set(values)].map((value) => value.trim()).filter((value) => value.length >= shortest);
		const all = [...new Set(known.flatMap(spellings))].sort((a, b) => b.length - a.length);
		this.#spelled = all.length === 0 ? undefined : new RegExp(all.map(escapeRegExp).join("|"), "gi");
	}

	/** A copy of `value` without secrets, in texts at any depth. */
	removeFrom<T>(value: T): T {
		return this.#clean(value) as T;
	}

	#clean(value: unknown): unknown {
		if (typeof value === "string") return this.#cleanText(value);
		if (Array.isArray(value)) return value.map((one) => this.#clean(one));
		if (typeof value !== "object" || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.#clean(member)]));
	}

	#cleanText(text: string): string {
		const known = this.#spelled === undefined ? text : text.replace(this.#spelled, "(removed)");
		return patterns.reduce((cleaned, [pattern, left]) => cleaned.replace(pattern, left), known);
	}
}

/** As itself, quoted in JSON, in a URL, in hexadecimal, and in base64 wherever it begins. */
function spellings(secret: string): readonly string[] {
	const plain = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), encodeURI(secret)];
	const bytes = Buffer.from(secret);
	if (bytes.length < shortestEncoded) return plain;
	return [...plain, bytes.toString("hex"), ...base64Spellings(bytes)];
}

/** The characters that depend on nothing but the secret, for each of the three places where it may begin. */
function base64Spellings(bytes: Buffer): readonly string[] {
	return [0, 1, 2].flatMap((before) => {
		const text = Buffer.concat([Buffer.alloc(before), bytes])
			.toString("base64")
			.replace(/=+$/, "");
		const end = Math.floor(((before + bytes.length) * 8) / 6);
		const inner = text.slice(Math.ceil((before * 8) / 6), end);
		return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
	});
}

function escapeRegExp(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
