const secretName = /password|passphrase|psk|secret|token|credential|private|(^|[a-z_-])key$/i;
/** Names that only look like secrets. */
const harmless: readonly string[] = Object.freeze(["keyOrigin"]);

/** A copy of `value` in which members that are named like secrets are `(set)`, or `(empty)` where there is nothing. */
export function redact(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(redact);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([, member]) => member !== undefined)
			.map(([name, member]) => {
				const secret = secretName.test(name) && !harmless.includes(name);
				if (!secret) return [name, redact(member)];
				return [name, member === "" || member === null ? "(empty)" : "(set)"];
			}),
	);
}
