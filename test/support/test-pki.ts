import { createPrivateKey, X509Certificate } from "node:crypto";
import { EmulatorClock } from "../../host-tools/emulator/clock.js";
import { openPki } from "../../host-tools/emulator/pki/open-pki.js";
import type { IssuedKeyPair } from "../../host-tools/emulator/pki/pki.js";

export interface TestCredential {
	readonly certificatePem: string;
	/** PKCS#1 PEM, as AWS hands it out. */
	readonly privateKeyPem: string;
	/** DER */
	readonly certificate: Uint8Array;
	/** PKCS#8 DER */
	readonly privateKey: Uint8Array;
}

export interface TestPki {
	readonly rootCaPem: string;
	/** DER */
	readonly rootCa: Uint8Array;
	readonly serverCertificatePem: string;
	readonly serverKeyPem: string;
	/** Two device certificates. */
	readonly clients: readonly [TestCredential, TestCredential];
}

let shared: Promise<TestPki> | undefined;
let foreign: Promise<TestPki> | undefined;

/** One root, server and two devices for the whole run: keys take long to make. */
export function testPki(): Promise<TestPki> {
	shared ??= makePki();
	return shared;
}

/** Another root, which nothing of `testPki` trusts. */
export function foreignPki(): Promise<TestPki> {
	foreign ??= makePki();
	return foreign;
}

async function makePki(): Promise<TestPki> {
	const clock = new EmulatorClock();
	const pki = await openPki({ clock });
	try {
		const { rootCaPem, serverCertificatePem, serverKeyPem } = pki;
		const issued = await Promise.all([pki.issueKeysAndCertificate(), pki.issueKeysAndCertificate()]);
		const clients = [credential(issued[0]), credential(issued[1])] as const;
		return { rootCaPem, rootCa: certificateDer(rootCaPem), serverCertificatePem, serverKeyPem, clients };
	} finally {
		pki.close();
		clock.close();
	}
}

function credential(issued: { certificatePem: string; keyPair: IssuedKeyPair }): TestCredential {
	const { certificatePem } = issued;
	const { privateKeyPem } = issued.keyPair;
	const privateKey = new Uint8Array(createPrivateKey(privateKeyPem).export({ format: "der", type: "pkcs8" }));
	return { certificatePem, privateKeyPem, certificate: certificateDer(certificatePem), privateKey };
}

function certificateDer(pem: string): Uint8Array {
	return new Uint8Array(new X509Certificate(pem).raw);
}
