import { createPublicKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { type Authority, sign } from "../../host-tools/emulator/pki/authority.js";
import { distinguishedName } from "../../host-tools/emulator/pki/distinguished-name.js";
import { alternativeNames, authority, endEntity } from "../../host-tools/emulator/pki/extensions.js";

const dayMs = 24 * 3_600_000;

export interface BenchPki {
	/** PEM */
	readonly root: string;
	/** PEM, leaf and intermediate, as AWS IoT's endpoint shows them. */
	readonly serverChain: string;
	readonly serverKey: string;
	readonly clientCertificate: string;
	readonly clientKey: string;
	/** Of a client with a key of either kind. */
	readonly clients: Readonly<Record<"RSA" | "EC", { readonly certificatePem: string; readonly privateKeyPem: string }>>;
}

/** RSA 2048 throughout, one client aside, which is what a device and its endpoint have at AWS. Without an intermediate, the server's chain is its leaf. */
export async function createBenchPki({ hasIntermediate = true } = {}): Promise<BenchPki> {
	const root = await issue("bench root", undefined, true);
	const intermediate = hasIntermediate ? await issue("bench intermediate", root, true) : undefined;
	const server = await issue("localhost", intermediate ?? root, false);
	const client = await issue("bench client", root, false);
	const ecKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
	const ecClient = await issue("bench client", root, false, ecKey);
	return {
		root: root.pem,
		serverChain: server.pem + (intermediate?.pem ?? ""),
		serverKey: server.keyPem,
		clientCertificate: client.pem,
		clientKey: client.keyPem,
		clients: { RSA: identityOf(client), EC: identityOf(ecClient) },
	};
}

type Issued = Pick<Authority, "name" | "signingKey"> & { readonly pem: string; readonly keyPem: string };

function identityOf({ pem, keyPem }: Issued) {
	return { certificatePem: pem, privateKeyPem: keyPem };
}

async function issue(
	commonName: string,
	issuer: Issued | undefined,
	isAuthority: boolean,
	signingKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
): Promise<Issued> {
	const keyPem = signingKey.export({ type: "pkcs8", format: "pem" }).toString();
	const name = distinguishedName(["CN", commonName]);
	const { certificatePem: pem } = await sign(issuer ?? { signingKey }, {
		issuer: issuer?.name ?? name,
		subject: name,
		publicKey: createPublicKey(signingKey).export({ type: "spki", format: "der" }),
		notBefore: Date.now() - dayMs,
		notAfter: Date.now() + dayMs,
		extensions: [isAuthority ? authority(1) : endEntity, alternativeNames(["localhost"], [])],
	});
	return { name, signingKey, pem, keyPem };
}

/** PEM to base64 of the DER. */
export function derOf(pem: string): string {
	return new X509Certificate(pem).raw.toString("base64");
}
