import { X509Certificate } from "node:crypto";

/** AWS's attribute name → OpenSSL's short name. */
const attributeNames = Object.freeze({
	DistinguishedNameQualifier: "dnQualifier",
	Country: "C",
	Organization: "O",
	OrganizationalUnit: "OU",
	State: "ST",
	CommonName: "CN",
	SerialNumber: "serialNumber",
	Title: "title",
	Surname: "SN",
	GivenName: "GN",
	Initials: "initials",
	Pseudonym: "pseudonym",
	GenerationQualifier: "generationQualifier",
});

const alternativeNames = Object.freeze({
	RFC822Name: "email:",
	DNSName: "DNS:",
	DirectoryName: "DirName:",
	UniformResourceIdentifier: "URI:",
	IPAddress: "IP Address:",
});

/** Values of one attribute that AWS looks at; more are ignored (docs/aws-behaviour.md, "Policy variables"). */
const mostValues = 5;

/**
 * Answers `iot:certificate.…` (lower case): `.subject.commonname` gives the first value, `.subject.commonname.1` the second,
 * `.list` all of them, `.availablekeys` the names of what has a value. Undefined when the certificate has none, or one that must
 * not be substituted.
 */
export function certificateValues(der: Uint8Array): (name: string) => readonly string[] | undefined {
	const byName = new Map<string, readonly string[]>();
	const available: string[] = [];
	for (const [name, values] of attributesOf(new X509Certificate(der))) {
		const key = `iot:Certificate.${name}`;
		byName.set(key.toLowerCase(), values.slice(0, mostValues));
		available.push(key);
	}
	byName.set("iot:certificate.availablekeys", available);
	return (name) => {
		const whole = byName.get(name);
		if (whole !== undefined && name.endsWith(".availablekeys")) return whole;
		if (whole !== undefined) return substitutable(whole.slice(0, 1));
		const [, key = "", index] = /^(.+)\.(list|\d+)$/.exec(name) ?? [];
		const all = byName.get(key) ?? [];
		return substitutable(index === "list" ? all : all.slice(Number(index), Number(index) + 1));
	};
}

/** Those with a value, by AWS's names. Issuer alternative names are not among them: Node does not read them. */
function attributesOf(certificate: X509Certificate): readonly (readonly [name: string, values: readonly string[]])[] {
	const { subject, issuer } = certificate.toLegacyObject();
	const names = Object.entries({ Subject: subject, Issuer: issuer }).flatMap(([of, all]) =>
		Object.entries(attributeNames).map(
			([name, short]) => [`${of}.${name}`, valuesOf(all as unknown as Names, short)] as const,
		),
	);
	const alternatives = subjectAlternatives(certificate.subjectAltName ?? "");
	const others = Object.entries(alternativeNames).map(([name, prefix]) => {
		const ofKind = alternatives.filter((text) => text.startsWith(prefix)).map((text) => text.slice(prefix.length));
		return [`Subject.AlternativeName.${name}`, ofKind] as const;
	});
	const all = [...names, ...others, ["SerialNumber", [certificate.serialNumber]] as const];
	return all.filter(([, values]) => values.length > 0);
}

type Names = Readonly<Record<string, string | readonly string[] | undefined>>;

function valuesOf(names: Names | undefined, short: string): readonly string[] {
	const value = names !== undefined && Object.hasOwn(names, short) ? names[short] : undefined;
	return value === undefined ? [] : typeof value === "string" ? [value] : value;
}

/** `DNS:a, URI:"with, comma"`: Node writes a name in quotes, as JSON, where it would be read as several. */
function subjectAlternatives(text: string): readonly string[] {
	return [...text.matchAll(/([^:,]+:)("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g)].map(
		([, kind = "", value = ""]) => `${kind}${value.startsWith('"') ? String(JSON.parse(value)) : value}`,
	);
}

/** What goes into a policy: all or, where one could widen a pattern or a topic, nothing; special characters with a backslash before them. */
function substitutable(values: readonly string[]): readonly string[] | undefined {
	const fit = values.length > 0 && values.every((value) => value.length <= 1024 && !/[*$+?#]/.test(value));
	return fit ? values.map((value) => value.replace(/[,"\\=<>;]/g, "\\$&")) : undefined;
}
