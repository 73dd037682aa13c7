import { X509Certificate } from "node:crypto";
import { isIssuedBy } from "../../pki/is-issued-by.js";
import type { CaCertificate } from "./ca-certificates.js";

/** Registered CAs by their subject, with what verifies a signature of theirs. In memory. */
export class IssuerIndex {
	readonly #bySubject = new Map<string, Map<string, X509Certificate>>();

	constructor(authorities: Iterable<CaCertificate>) {
		for (const authority of authorities) this.add(authority);
	}

	add({ certificateId, certificatePem }: CaCertificate): void {
		const certificate = new X509Certificate(certificatePem);
		const same = this.#bySubject.get(certificate.subject);
		if (same === undefined) this.#bySubject.set(certificate.subject, new Map([[certificateId, certificate]]));
		else same.set(certificateId, certificate);
	}

	remove({ certificateId, certificatePem }: CaCertificate): void {
		const { subject } = new X509Certificate(certificatePem);
		const same = this.#bySubject.get(subject);
		same?.delete(certificateId);
		if (same?.size === 0) this.#bySubject.delete(subject);
	}

	/** How many are called so. */
	count(subject: string): number {
		return this.#bySubject.get(subject)?.size ?? 0;
	}

	/** Ids of those whose key signed it. No signature is looked at when none has its issuer's name. */
	issuersOf(certificate: X509Certificate): readonly string[] {
		const named = [...(this.#bySubject.get(certificate.issuer) ?? [])];
		return named.filter(([, authority]) => isIssuedBy(certificate, authority)).map(([certificateId]) => certificateId);
	}
}
