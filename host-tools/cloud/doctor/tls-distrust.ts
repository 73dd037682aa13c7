import type { X509Certificate } from "node:crypto";
import type { Handshake } from "./tls-handshake.js";

export interface Distrust {
	readonly code:
		| "certificate-expired"
		| "certificate-early"
		| "certificate-foreign"
		| "root-ca-other"
		| "tls-intercepted";
	readonly message: string;
	readonly next: string;
}

export interface DistrustContext {
	readonly host: string;
	readonly port: number;
	/** Roots that an endpoint may also have, by their files. */
	readonly otherRoots: readonly { readonly file: string; readonly certificate: X509Certificate }[];
	/** The endpoint is an emulator's. */
	readonly emulated: boolean;
}

/** Why devices would not trust the server; undefined: they do. */
export function explainDistrust({ chain, distrust }: Handshake, context: DistrustContext): Distrust | undefined {
	if (distrust === undefined) return undefined;
	const [own] = chain;
	if (own === undefined) return intercepted("a server without a certificate", context);
	switch (distrust) {
		case "CERT_HAS_EXPIRED":
			return expired(chain);
		case "CERT_NOT_YET_VALID":
			return early(chain);
		case "ERR_TLS_CERT_ALTNAME_INVALID":
			return foreign(own, context);
		default:
			return otherRoot(chain, context) ?? intercepted(nameOf(chain.at(-1)?.issuer ?? ""), context);
	}
}

const clock = "see the line clock; where this machine's clock is right, tell who runs that server";

function expired(chain: readonly X509Certificate[]): Distrust {
	const over = chain.toSorted((a, b) => Date.parse(a.validTo) - Date.parse(b.validTo))[0];
	const message = `by this machine's clock the certificate ${nameOf(over?.subject ?? "")} expired at ${isoOf(over?.validTo)}`;
	return { code: "certificate-expired", message, next: clock };
}

function early(chain: readonly X509Certificate[]): Distrust {
	const late = chain.toSorted((a, b) => Date.parse(b.validFrom) - Date.parse(a.validFrom))[0];
	const message = `by this machine's clock the certificate ${nameOf(late?.subject ?? "")} is good only from ${isoOf(late?.validFrom)}`;
	return { code: "certificate-early", message, next: clock };
}

function foreign(own: X509Certificate, { host }: DistrustContext): Distrust {
	const names = (own.subjectAltName ?? own.subject).replaceAll("\n", ", ");
	return {
		code: "certificate-foreign",
		message: `what answers is not ${host}, but has a certificate for ${names}`,
		next: `compare the address with another name server's: nslookup ${host} 1.1.1.1; a proxy or a hosts file leads elsewhere`,
	};
}

function otherRoot(chain: readonly X509Certificate[], { otherRoots }: DistrustContext): Distrust | undefined {
	const signs = (root: X509Certificate) =>
		chain.some((certificate) => certificate.checkIssued(root) && certificate.verify(root.publicKey));
	const root = otherRoots.find(({ certificate }) => signs(certificate));
	if (root === undefined) return undefined;
	return {
		code: "root-ca-other",
		message: `the endpoint's certificate is of ${nameOf(root.certificate.subject)}, and devices are given another root`,
		next: `give them this one: --root-ca ${root.file} of \`claim create\` and \`device provision\``,
	};
}

function intercepted(issuer: string, { host, port, emulated }: DistrustContext): Distrust {
	const code = "tls-intercepted";
	if (emulated) {
		const message = `the certificate is of ${issuer}, and not of this emulator's CA: another server has the port`;
		return { code, message, next: "see what listens there, or give `thingsmith local` another --mqtt-port" };
	}
	return {
		code,
		message: `a certificate of ${issuer} comes instead of Amazon's: a proxy or virus scanner opens TLS on the way`,
		next: `have ${host}:${port} excluded from inspection; devices trust Amazon's root only`,
	};
}

/** The common name, or all there is, of a name as Node writes it. */
function nameOf(name: string): string {
	const common = /^CN=(.*)$/m.exec(name)?.[1];
	return `"${common ?? name.replaceAll("\n", ", ")}"`;
}

function isoOf(date: string | undefined): string {
	const time = Date.parse(date ?? "");
	return Number.isNaN(time) ? "an unknown time" : new Date(time).toISOString();
}
