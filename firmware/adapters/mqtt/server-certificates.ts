import CertificateManager, { type Certificate, type CertificateOptions } from "ssl/cert";
import X509 from "x509";
import { DeviceError } from "../../ports/errors.js";
import { equalBytes } from "./equal-bytes.js";
import { namesInclude } from "./server-name.js";

/** Certificates a server may send: the leaf, intermediates, perhaps the root. */
const longestChain = 6;
const basicConstraints: readonly number[] = Object.freeze([2, 5, 29, 19]);
/** `cA TRUE`, the first member of BasicConstraints (DER), after tag and length of the sequence. */
const caTrue: readonly number[] = Object.freeze([0x01, 0x01, 0xff]);
const sequenceHeader = 2;
/** RSA and ECDSA with SHA-256, SHA-384 or SHA-512 (RFC 4055, RFC 5758). */
const signatureAlgorithms: readonly string[] = Object.freeze([
	"1,2,840,113549,1,1,11",
	"1,2,840,113549,1,1,12",
	"1,2,840,113549,1,1,13",
	"1,2,840,10045,4,3,2",
	"1,2,840,10045,4,3,3",
	"1,2,840,10045,4,3,4",
]);

/**
 * Verifies what a server sends, in the place of the SDK's own check, which takes a chain whose leaf nobody signed as long as a later
 * pair of certificates is genuine, and which trusts built-in roots too (docs/adr/verify-server-certificates.md).
 */
export class ServerCertificates extends CertificateManager {
	readonly #root: Certificate;
	readonly #onVerified: (until: number) => void;

	/** `onVerified` is told until when all certificates of the chain are in date, ms since 1970. */
	constructor(
		options: CertificateOptions & { readonly certificate: Certificate },
		onVerified: (until: number) => void,
	) {
		super({ ...options, certificate: undefined });
		this.#root = options.certificate;
		this.#onVerified = onVerified;
	}

	/** Throws DeviceError `server-untrusted` that says what is wrong; returns true. */
	override verify(chain: readonly Certificate[], options: { readonly tls_server_name: string }): boolean {
		const host = options.tls_server_name;
		try {
			checkName(chain, host);
			this.#onVerified(this.#checkChain(chain));
			return true;
		} catch (thrown) {
			const problem = thrown instanceof Error ? thrown.message : String(thrown);
			throw new DeviceError("server-untrusted", `The certificate of ${host} does not verify: ${problem}`, thrown);
		}
	}

	/**
	 * Every certificate is in date and signed by the next one, a CA, until one is signed by the bootstrap's root. Returns the end of the shortest
	 * period.
	 */
	#checkChain(chain: readonly Certificate[]): number {
		let until = checkDates("the root CA of the bootstrap", this.#root);
		const root = X509.decodeSPKI(this.#root);
		const rootName = X509.decodeTBS(X509.decode(this.#root).tbs).subject;
		for (const [index, certificate] of chain.entries()) {
			until = Math.min(until, checkDates(`certificate ${index}`, certificate));
			const decoded = X509.decode(certificate);
			if (!signatureAlgorithms.includes(decoded.algo.toString())) throw new Error("its signature algorithm is weak");
			const issuer = chain[index + 1];
			// A signature costs tens of milliseconds on a chip: the likelier key first. A name that differs is no proof against the root.
			const isNamed = equalBytes(X509.decodeTBS(decoded.tbs).issuer, rootName);
			if ((isNamed || issuer === undefined) && this._verify(root, decoded)) return until;
			if (issuer === undefined) break;
			const isSigned = isAuthority(issuer) && this._verify(X509.decodeSPKI(issuer), decoded);
			if (!isSigned) {
				if (!isNamed && this._verify(root, decoded)) return until;
				throw new Error(isAuthority(issuer) ? "its chain of signatures is broken" : "one of its issuers is no CA");
			}
		}
		throw new Error("it was not signed by the root CA of the bootstrap");
	}
}

function checkName(chain: readonly Certificate[], host: string): void {
	const [leaf] = chain;
	if (leaf === undefined || chain.length > longestChain) throw new Error(`${chain.length} certificates were sent`);
	if (!namesInclude(X509.decodeSAN(leaf) ?? [], host)) throw new Error(`its subjectAltName does not hold ${host}`);
}

/** Returns the end of the period. */
function checkDates(what: string, certificate: Certificate): number {
	const { from, to } = X509.decodeTBS(X509.decode(certificate).tbs).validity;
	const now = Date.now();
	if (from <= now && now <= to) return to;
	const period = `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
	throw new Error(`${what} is valid from ${period}, and the clock says ${new Date(now).toISOString()}`);
}

function isAuthority(certificate: Certificate): boolean {
	const extension = X509.decodeExtension(certificate, basicConstraints);
	if (extension === undefined) return false;
	const bytes = new Uint8Array(extension);
	return caTrue.every((byte, index) => bytes[sequenceHeader + index] === byte);
}
