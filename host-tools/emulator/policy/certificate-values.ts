import { X509Certificate } from "node:crypto";

/** AWS's attribute name, lower case → OpenSSL's short name. */
const attributeNames = Object.freeze({
	distinguishednamequalifier: "dnQualifier",
	country: "C",
	organization: "O",
	organizationalunit: "OU",
	state: "ST",
	commonname: "CN",
	serialnumber: "serialNumber",
	title: "title",
	surname: "SN",
	givenname: "GN",
	initials: "initials",
	pseudonym: "pseudonym",
	generationqualifier: "generationQualifier",
});

const alternativeNames = Object.freeze({
	rfc822name: "email:",
	dnsname: "DNS:",
	directoryname: "DirName:",
	uniformresourceidentifier: "URI:",
	ipaddress: "IP Address:",
});

/** Values AWS does not put into policies (docs/aws-behaviour.md, "Policy variables"): they could widen a pattern or a topic. */
function isSubstitutable(value: string): boolean {
	return value.length <= 1024 && !/[*$+?#]/.test(value);
}

/**
 * Answers `iot:certificate.…` (lower case): `.subject.commonname` gives the first value, `.subject.commonname.1` the second,
 * `.list` all of them. Undefined when the certificate has none, or one that must not be substituted.
 */
export function certificateValues(der: Uint8Array): (name: string) => readonly string[] | undefined {
	const certificate = new X509Certificate(der);
	const { subject, issuer } = certificate.toLegacyObject();
	return (name) => {
		if (name === "iot:certificate.serialnumber") return [certificate.serialNumber];
		const [, of, attribute = "", index] =
			/^iot:certificate\.(subject|issuer)\.((?:alternativename\.)?\w+)(?:\.(\w+))?$/.exec(name) ?? [];
		if (of === undefined) return undefined;
		const all = attribute.startsWith("alternativename.")
			? alternatives(of === "subject" ? certificate.subjectAltName : undefined, attribute)
			: attributes((of === "subject" ? subject : issuer) as unknown as Names, attribute);
		return choose(all, index);
	};
}

type Names = Readonly<Record<string, string | readonly string[] | undefined>>;

function attributes(names: Names, attribute: string): readonly string[] {
	if (!Object.hasOwn(attributeNames, attribute)) return [];
	const value = names[attributeNames[attribute as keyof typeof attributeNames]];
	return value === undefined ? [] : typeof value === "string" ? [value] : value;
}

function alternatives(text: string | undefined, attribute: string): readonly string[] {
	const kind = attribute.slice("alternativename.".length);
	if (text === undefined || !Object.hasOwn(alternativeNames, kind)) return [];
	const prefix = alternativeNames[kind as keyof typeof alternativeNames];
	const names = text.split(", ").filter((name) => name.startsWith(prefix));
	return names.map((name) => name.slice(prefix.length));
}

function choose(all: readonly string[], index: string | undefined): readonly string[] | undefined {
	const chosen = index === "list" ? all : all.slice(Number(index ?? 0), Number(index ?? 0) + 1);
	return chosen.length > 0 && chosen.every(isSubstitutable) ? chosen : undefined;
}
