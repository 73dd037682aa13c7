import assert from "node:assert/strict";
import { createHash, createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { EmulatorClock } from "../../../../host-tools/emulator/clock.js";
import { openPki } from "../../../../host-tools/emulator/pki/open-pki.js";
import type { Pki } from "../../../../host-tools/emulator/pki/pki.js";
import { endEntityExtensions, readCertificate } from "./read-certificate.js";

const day = 24 * 3600 * 1000;

describe("openPki()", () => {
	let clock: EmulatorClock;
	let pki: Pki;
	before(async () => {
		clock = new EmulatorClock();
		pki = await openPki({ clock });
	});
	after(() => {
		pki.close();
		pki.close();
		clock.close();
	});

	it("has a root that says it is no AWS root, is a CA, and lives about 20 years", () => {
		const root = readCertificate(pki.rootCaPem);
		assert.match(root.subject.join(" "), /CN=thingsmith local emulator root CA/);
		assert.deepEqual(root.subject, root.issuer);
		assert.equal(root.byNode.ca, true);
		assert.equal(root.byNode.verify(root.byNode.publicKey), true);
		assert.ok(root.notBefore < Date.now());
		assert.ok(root.notAfter > Date.now() + 19 * 365 * day);
		assert.match(pki.rootCaPem, /^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\n$/);
	});

	it("has a server certificate for localhost and both loopback addresses, signed by the root", () => {
		const server = new X509Certificate(pki.serverCertificatePem);
		for (const address of ["127.0.0.1", "::1"]) assert.ok(server.checkIP(address), address);
		assert.equal(server.checkHost("localhost"), "localhost");
		assert.equal(server.checkHost("example.com"), undefined);
		assert.equal(server.verify(new X509Certificate(pki.rootCaPem).publicKey), true);
		assert.equal(server.checkPrivateKey(createPrivateKey(pki.serverKeyPem)), true);
		assert.match(pki.serverKeyPem, /^-----BEGIN PRIVATE KEY-----/);
		assert.equal(server.publicKey.asymmetricKeyDetails?.modulusLength, 2048);
		assert.deepEqual(server.keyUsage, ["1.3.6.1.5.5.7.3.1"]);
		assert.ok(Date.parse(server.validTo) > Date.now() + 9 * 365 * day);
	});

	it("has a server certificate that also holds what it is reached by", async () => {
		const names = ["box.local", "emulator"];
		const addresses = ["192.168.1.5", "2001:db8::5"];
		const wide = await openPki({ clock, reach: { names, addresses } });
		const server = new X509Certificate(wide.serverCertificatePem);
		wide.close();
		for (const name of [...names, "localhost"]) assert.equal(server.checkHost(name), name);
		for (const address of [...addresses, "127.0.0.1"]) assert.ok(server.checkIP(address), address);
	});

	it("issues keys and certificate in AWS's shape", async () => {
		const issued = await pki.issueKeysAndCertificate();
		const certificate = readCertificate(issued.certificatePem);
		assert.equal(issued.certificateId, createHash("sha256").update(certificate.der).digest("hex"));
		assert.deepEqual(certificate.subject, ["CN=AWS IoT Certificate"]);
		assert.equal(certificate.notAfter, Date.UTC(2049, 11, 31, 23, 59, 59));
		assert.equal(issued.notAfter, certificate.notAfter);
		assert.equal(issued.notBefore, certificate.notBefore);
		assert.ok(Math.abs(clock.now() - 120_000 - certificate.notBefore) < 10_000);
		assert.equal(certificate.serialBytes, 20);
		assert.deepEqual(certificate.signatureAlgorithm, { name: "RSASSA-PKCS1-v1_5", hash: { name: "SHA-256" } });
		assert.equal(certificate.byNode.verify(new X509Certificate(pki.rootCaPem).publicKey), true);
		assert.deepEqual(
			certificate.extensions.map(({ type }) => type),
			["2.5.29.35", "2.5.29.14", "2.5.29.19", "2.5.29.15"],
		);
		assert.deepEqual(certificate.extensions.slice(2), endEntityExtensions);
	});

	it("names the issuer of device certificates in one OU attribute, a UTF8String", async () => {
		const { der, issuer } = readCertificate((await pki.issueKeysAndCertificate()).certificatePem);
		const text = "Amazon Web Services O=Amazon.com Inc. L=Seattle ST=Washington C=US";
		assert.equal(issuer.length, 1);
		const attribute = Buffer.concat([
			Buffer.from([0x06, 0x03, 0x55, 0x04, 0x0b, 0x0c, text.length]),
			Buffer.from(text),
		]);
		assert.ok(der.includes(attribute));
	});

	it("hands out a PKCS#1 private key and an SPKI public key that belong to the certificate", async () => {
		const { certificatePem, keyPair } = await pki.issueKeysAndCertificate();
		assert.match(keyPair.privateKeyPem, /^-----BEGIN RSA PRIVATE KEY-----\n/);
		assert.match(keyPair.publicKeyPem, /^-----BEGIN PUBLIC KEY-----\n/);
		const certificate = new X509Certificate(certificatePem);
		assert.equal(certificate.checkPrivateKey(createPrivateKey(keyPair.privateKeyPem)), true);
		assert.ok(certificate.publicKey.equals(createPublicKey(keyPair.publicKeyPem)));
		assert.equal(certificate.publicKey.asymmetricKeyDetails?.modulusLength, 2048);
		assert.equal(certificate.publicKey.asymmetricKeyDetails?.publicExponent, 65537n);
	});

	it("issues claims in AWS's shape: seven minutes of validity, five of them ahead", async () => {
		const claim = await pki.issueClaim();
		const certificate = readCertificate(claim.certificatePem);
		assert.match(certificate.subject.join("\n"), /^CN=[0-9a-f]{64}$/);
		assert.deepEqual(certificate.issuer, [
			"C=US",
			"ST=Washington",
			"L=Seattle",
			"O=Amazon.com Inc.",
			"OU=Amazon IoT Provisioning",
			"serialNumber=1.0",
		]);
		assert.equal(certificate.notAfter - certificate.notBefore, 420_000);
		assert.ok(Math.abs(clock.now() + 300_000 - certificate.notAfter) < 10_000);
		assert.equal(claim.notAfter, certificate.notAfter);
		assert.equal(claim.certificateId, createHash("sha256").update(certificate.der).digest("hex"));
		assert.equal(certificate.serialBytes, 20);
		assert.deepEqual(certificate.extensions, endEntityExtensions);
	});

	it("dates claims by the emulator's clock", async () => {
		const moved = new EmulatorClock();
		moved.advance(365 * day);
		const other = await openPki({ clock: moved });
		try {
			const { notAfter } = await other.issueClaim();
			assert.ok(Math.abs(Date.now() + 365 * day + 300_000 - notAfter) < 20_000);
		} finally {
			other.close();
			moved.close();
		}
	});

	it("never issues the same key or serial number twice", async () => {
		const claims = await Promise.all(Array.from({ length: 6 }, () => pki.issueClaim()));
		assert.equal(new Set(claims.map(({ keyPair }) => keyPair.publicKeyPem)).size, 6);
		assert.equal(new Set(claims.map(({ certificatePem }) => new X509Certificate(certificatePem).serialNumber)).size, 6);
	});
});
