import { createPublicKey } from "node:crypto";
import { join } from "node:path";
import { takeLockFile } from "../../base/files/lock-file.js";
import { makeTrustedDirectory } from "../../base/files/private-files.js";
import type { EmulatorClock } from "../clock.js";
import type { Reach } from "../reach.js";
import { issueClaimCertificate, issueDeviceCertificate, serviceGeneratedSubject } from "./device-certificate.js";
import { KeyPool } from "./key-pool.js";
import { parseCsr } from "./parse-csr.js";
import type { IssuedKeyPair, Pki } from "./pki.js";
import { openRootCa, type RootCa } from "./root-ca.js";
import { makeRsaKeyPair } from "./rsa-key-pair.js";
import { openServerIdentity, type ServerIdentity } from "./server-certificate.js";

export interface PkiOptions {
	readonly clock: EmulatorClock;
	/** The root's and the server's keys live in `<dataDirectory>/pki`, 0600; in memory only without it. */
	readonly dataDirectory?: string | undefined;
	/** Key pairs made ahead of need: 1 to 1000. */
	readonly keysAhead?: number | undefined;
	/** Key pairs that are being made already. */
	readonly firstKeys?: readonly Promise<IssuedKeyPair>[] | undefined;
	/** What the server certificate holds besides localhost. */
	readonly reach?: Pick<Reach, "names" | "addresses"> | undefined;
}

/** Rejects when the directory is in use by another emulator, cannot be written, or holds a damaged root (see openRootCa). */
export async function openPki({ clock, dataDirectory, keysAhead, firstKeys = [], reach }: PkiOptions): Promise<Pki> {
	const directory = dataDirectory === undefined ? undefined : join(dataDirectory, "pki");
	if (dataDirectory !== undefined) await makeTrustedDirectory(dataDirectory);
	if (directory !== undefined) await makeTrustedDirectory(directory);
	const lock = directory === undefined ? undefined : await takeLockFile(join(directory, "lock"));
	const early = [...firstKeys];
	const keys = new KeyPool(keysAhead, () => early.shift() ?? makeRsaKeyPair());
	keys.fill();
	const close = () => {
		keys.close();
		lock?.release();
	};
	try {
		const root = await openRootCa(directory, keys, clock.now());
		const server = await openServerIdentity({ directory, keys, root, now: clock.now(), reach });
		return { ...issuing(clock, keys, root), ...serving(root, server), keysReady: keys.full, close };
	} catch (error) {
		close();
		throw error;
	}
}

function serving(
	root: RootCa,
	server: ServerIdentity,
): Pick<Pki, "rootCaPem" | "serverCertificatePem" | "serverKeyPem"> {
	return { rootCaPem: root.pem, serverCertificatePem: server.certificatePem, serverKeyPem: server.keyPem };
}

function issuing(
	clock: EmulatorClock,
	keys: KeyPool,
	root: RootCa,
): Pick<Pki, "issueKeysAndCertificate" | "issueFromCsr" | "issueClaim"> {
	return {
		async issueKeysAndCertificate() {
			const keyPair = await keys.take();
			const issued = await issueDeviceCertificate(root, serviceGeneratedSubject, spki(keyPair), clock.now());
			return { ...issued, keyPair };
		},
		async issueFromCsr(certificateSigningRequestPem) {
			const { subject, publicKey } = await parseCsr(certificateSigningRequestPem);
			return issueDeviceCertificate(root, subject, publicKey, clock.now());
		},
		async issueClaim() {
			const keyPair = await keys.take();
			return { ...(await issueClaimCertificate(root, spki(keyPair), clock.now())), keyPair };
		},
	};
}

function spki(keyPair: IssuedKeyPair): Uint8Array {
	return createPublicKey(keyPair.publicKeyPem).export({ type: "spki", format: "der" });
}
