import type { X509Certificate } from "node:crypto";
import { ToolError } from "../tool-error.js";
import type { KeySource } from "./key-blocks.js";
import { certificatesIn } from "./read-keys.js";

/**
 * The root CA of a source: the only certificate authority in it, or the one that signed itself, as in a chain. Throws ToolError
 * `root-ca-invalid`.
 */
export function rootCaIn(source: KeySource, now: Date = new Date()): X509Certificate {
	const authorities = read(source).filter(({ ca }) => ca);
	const own = authorities.filter((certificate) => certificate.checkIssued(certificate));
	const candidates = unique(own.length > 0 ? own : authorities);
	const [root] = candidates;
	if (root === undefined) {
		throw invalid(`The certificate in ${source.name} is no certificate authority's, as a root CA has to be`);
	}
	if (candidates.length > 1) {
		const names = candidates.map(({ subject }) => subject.replaceAll("\n", ", ")).join("; ");
		throw invalid(`${source.name} holds ${candidates.length} root CAs, and a device trusts one: ${names}`, pickOne);
	}
	if (Date.parse(root.validTo) <= now.getTime()) {
		throw invalid(`The root CA in ${source.name} expired at ${new Date(root.validTo).toISOString()}`);
	}
	return root;
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
