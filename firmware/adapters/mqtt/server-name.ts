/** An entry of subjectAltName: tag 2 is a dNSName (text), tag 7 an iPAddress (4 or 16 bytes); RFC 5280 section 4.2.1.6. */
export interface AlternativeName {
	readonly tag: number;
	readonly value: string | ArrayBuffer;
}

const dnsName = 2;
const ipAddress = 7;

/**
 * True when a certificate with these names may speak for `host`, a DNS name or IPv4 address. A wildcard stands for the whole
 * first label and nothing else (RFC 6125 section 6.4.3).
 */
export function namesInclude(names: readonly AlternativeName[], host: string): boolean {
	const wanted = host.toLowerCase();
	return names.some(({ tag, value }) => {
		if (tag === dnsName && typeof value === "string") return dnsNameMatches(value.toLowerCase(), wanted);
		if (tag === ipAddress && typeof value !== "string") return new Uint8Array(value).join(".") === wanted;
		return false;
	});
}

function dnsNameMatches(pattern: string, host: string): boolean {
	if (!pattern.startsWith("*.")) return pattern === host;
	const dot = host.indexOf(".");
	const suffix = pattern.slice(1);
	// At least two labels behind the wildcard: nobody may speak for all of a top-level domain.
	return dot > 0 && suffix.indexOf(".", 1) > 0 && !suffix.includes("*") && host.slice(dot) === suffix;
}
