import type { X509Certificate } from "node:crypto";
import { ToolError } from "../../base/tool-error.js";
import type { DataEndpoint } from "./data-endpoint.js";
import { presentedChain } from "./presented-chain.js";

/**
 * The one of `authorities` that signs what answers at `endpoint`: a device trusts one CA only. `source` names the file for errors. Where this
 * machine cannot look, a single one is taken as it is. Rejects with ToolError `root-ca-invalid`.
 */
export async function chooseRootCa(
	authorities: readonly X509Certificate[],
	source: string,
	endpoint: DataEndpoint | undefined,
): Promise<X509Certificate> {
	const [only, ...others] = authorities;
	const chain = endpoint === undefined ? undefined : await presentedChain(endpoint);
	const where = endpoint === undefined ? "the endpoint" : `${endpoint.host}:${endpoint.port}`;
	const [own] = chain ?? [];
	if (own === undefined || chain === undefined) {
		if (only !== undefined && others.length === 0) return only;
		throw new ToolError(
			"root-ca-invalid",
			`${source} holds ${authorities.length} CAs, a device takes one, and ${where} cannot be asked whose certificate it has`,
			{ next: "name a file with the endpoint's root CA alone; for AWS leave --root-ca out" },
		);
	}
	const signer = findSigner(chain, authorities);
	if (signer !== undefined) return signer;
	const issuer = own.issuer.split("\n").at(-1);
	throw new ToolError(
		"root-ca-invalid",
		`No CA in ${source} has signed the certificate of ${where}, which is of ${issuer}: it would not be trusted`,
		{ next: "name the endpoint's own root CA; for AWS, and for `thingsmith local`, leave --root-ca out" },
	);
}

/** Nearest to the endpoint's own certificate; a CA that signed itself before one that is signed by another. */
function findSigner(
	chain: readonly X509Certificate[],
	authorities: readonly X509Certificate[],
): X509Certificate | undefined {
	const isRoot = (ca: X509Certificate) => ca.checkIssued(ca);
	const ordered = [...authorities.filter(isRoot), ...authorities.filter((ca) => !isRoot(ca))];
	for (const certificate of chain) {
		const signer = ordered.find((ca) => certificate.checkIssued(ca) && certificate.verify(ca.publicKey));
		if (signer !== undefined) return signer;
	}
	return undefined;
}
