import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { rootCertificates } from "node:tls";
import { chooseRootCa } from "../../../../host-tools/cloud/account/choose-root-ca.js";
import { foreignPki, testPki } from "../../../support/test-pki.js";
import { startTlsServer, type TlsServer } from "../../../support/tls-server.js";

const certificate = (pem: string) => new X509Certificate(pem);

describe("the root CA for an endpoint", () => {
	let server: TlsServer;
	before(async () => {
		server = await startTlsServer(() => {});
	});
	after(() => server?.close());

	const endpoint = () => ({ host: "127.0.0.1", port: server.port });
	const bundle = () => rootCertificates.slice(0, 20).map(certificate);
	const theirs = async () => certificate((await testPki()).rootCaPem);

	it("is the one of a bundle that signs what answers there", async () => {
		const root = await theirs();
		const authorities = [...bundle(), certificate((await foreignPki()).rootCaPem), root];
		assert.equal((await chooseRootCa(authorities, "bundle.pem", endpoint())).fingerprint256, root.fingerprint256);
	});

	it("is not one that has only the same name as the signer", async () => {
		// Both roots of the tests have one.
		const other = certificate((await foreignPki()).rootCaPem);
		assert.equal(other.subject, (await theirs()).subject);
		await assert.rejects(chooseRootCa([other], "other.pem", endpoint()), {
			code: "root-ca-invalid",
			message: /No CA in other\.pem has signed the certificate of 127\.0\.0\.1:\d+/,
			next: /leave --root-ca out/,
		});
	});

	it("is refused where no CA of the bundle signs what answers there", async () => {
		await assert.rejects(chooseRootCa(bundle(), "bundle.pem", endpoint()), { code: "root-ca-invalid" });
	});

	it("is the only one there is where nobody can look, and none of several", async () => {
		const silent = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
		await once(silent, "listening");
		const there = { host: "127.0.0.1", port: (silent.address() as AddressInfo).port };
		try {
			const root = await theirs();
			for (const where of [there, undefined]) {
				assert.equal(await chooseRootCa([root], "root.pem", where), root);
				await assert.rejects(chooseRootCa([root, ...bundle()], "bundle.pem", where), {
					code: "root-ca-invalid",
					message: /holds 21 CAs/,
				});
			}
		} finally {
			silent.close();
		}
	});

	it("is found also where the endpoint takes nobody without a certificate", async () => {
		const strict = await startTlsServer(() => {}, { rejectUnauthorized: true });
		try {
			const root = await theirs();
			const where = { host: "127.0.0.1", port: strict.port };
			assert.equal(await chooseRootCa([...bundle(), root], "bundle.pem", where), root);
		} finally {
			await strict.close();
		}
	});
});
