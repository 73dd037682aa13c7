import type { X509Certificate } from "node:crypto";
import { ToolError } from "../tool-error.js";
import type { KeySource } from "./key-blocks.js";
import { certificatesIn } from "./read-keys.js";

/**
 * The root CA of a source: the only certificate authority in it, or the one that signed itself, as in a chain. Throws ToolError
 * `root-ca-invalid`.
 */
export function rootCaIn(source: KeySource, now: Date = new Date()): X509Certificate {
	const [root, ...others] = rootCasIn(source, now);
	if (others.length === 0) return root;
	const names = [root, ...others].map(({ subject }) => subject.replaceAll("\n", ", ")).join("; ");
	throw invalid(`${source.name} holds ${others.length + 1} root CAs, and a device trusts one: ${names}`, pickOne);
}

/** Those of a bundle, each once and without those that have expired; at least one. Throws ToolError `root-ca-invalid`. */
export function rootCasIn(source: KeySource, now: Date = new Date()): readonly [X509Certificate, ...X509Certificate[]] {
	const authorities = read(source).filter(({ ca }) => ca);
	const own = authorities.filter((certificate) => certificate.checkIssued(certificate));
	const candidates = unique(own.length > 0 ? own : authorities);
	const [root, ...others] = candidates.filter(({ validTo }) => Date.parse(validTo) > now.getTime());
	if (root !== undefined) return [root, ...others];
	const [expired] = candidates;
	if (expired === undefined) {
		throw invalid(`The certificate in ${source.name} is no certificate authority's, as a root CA has to be`);
	}
	throw invalid(`The root CA in ${source.name} expired at ${new Date(expired.validTo).toISOString()}`);
}

function read(source: KeySource): readonly X509Certificate[] {
	try {
		return certificatesIn(source);
	} catch (error) {
		if (!(error instanceof ToolError)) throw error;
		throw invalid(error.message);
	}
}

function unique(certificates: readonly X509Certificate[]): readonly X509Certificate[] {
	return certificates.filter(
		(one, at) => certificates.findIndex(({ fingerprint256 }) => fingerprint256 === one.fingerprint256) === at,
	);
}

const pickOne = "give the one alone that signs the endpoint's certificate";
const ofAws = "give the root CA of the endpoint: certs/AmazonRootCA1.pem for AWS, and that is the default";

function invalid(message: string, next: string = ofAws): ToolError {
	return new ToolError("root-ca-invalid", message, { next });
}
