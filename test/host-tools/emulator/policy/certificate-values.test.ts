import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { x509 } from "../../../../host-tools/emulator/pki/webcrypto.js";
import { certificateValues } from "../../../../host-tools/emulator/policy/certificate-values.js";

async function valuesOf(names: ConstructorParameters<typeof x509.Name>[0], extensions: x509.Extension[] = []) {
	const signing = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
	const keys = await webcrypto.subtle.generateKey(signing, true, ["sign", "verify"]);
	const subject = new x509.Name(names);
	const certificate = await x509.X509CertificateGenerator.create({
		serialNumber: "0a1b",
		subject,
		issuer: new x509.Name([{ OU: ["Amazon Web Services O=Amazon.com Inc. L=Seattle ST=Washington C=US"] }]),
		notBefore: new Date(0),
		notAfter: new Date(Date.UTC(2049, 11, 31)),
		publicKey: keys.publicKey,
		signingKey: keys.privateKey,
		extensions,
	});
	return certificateValues(new Uint8Array(certificate.rawData));
}

const units = (count: number) => Array.from({ length: count }, (_, index) => ({ OU: [`unit${index}`] }));

describe("certificateValues()", () => {
	it("has the first value, one by its index, and the list", async () => {
		const values = await valuesOf([{ CN: ["box"] }, ...units(3)]);
		assert.deepEqual(values("iot:certificate.subject.commonname"), ["box"]);
		assert.deepEqual(values("iot:certificate.subject.organizationalunit"), ["unit0"]);
		assert.deepEqual(values("iot:certificate.subject.organizationalunit.1"), ["unit1"]);
		assert.deepEqual(values("iot:certificate.subject.organizationalunit.list"), ["unit0", "unit1", "unit2"]);
		assert.equal(values("iot:certificate.subject.organizationalunit.3"), undefined);
		assert.equal(values("iot:certificate.subject.country"), undefined);
		assert.equal(values("iot:certificate.subject.nonsense"), undefined);
		assert.deepEqual(values("iot:certificate.serialnumber"), ["0A1B"]);
	});

	it("looks at five values of an attribute, as AWS does", async () => {
		const values = await valuesOf(units(7));
		assert.equal(values("iot:certificate.subject.organizationalunit.list")?.length, 5);
		assert.deepEqual(values("iot:certificate.subject.organizationalunit.4"), ["unit4"]);
		assert.equal(values("iot:certificate.subject.organizationalunit.5"), undefined);
	});

	it("puts a backslash before special characters: AWS's own example", async () => {
		const values = await valuesOf([{ CN: [{ utf8String: 'a,b"c\\d<e>f;g' }] }]);
		assert.deepEqual(values("iot:certificate.issuer.organizationalunit"), [
			"Amazon Web Services O\\=Amazon.com Inc. L\\=Seattle ST\\=Washington C\\=US",
		]);
		assert.deepEqual(values("iot:certificate.subject.commonname"), ['a\\,b\\"c\\\\d\\<e\\>f\\;g']);
	});

	for (const value of ["a*", "$x", "a+b", "what?", "#", "x".repeat(1025)]) {
		it(`puts ${value.slice(0, 20)} into nothing`, async () => {
			const values = await valuesOf([{ O: [{ utf8String: value }] }, { OU: ["fit"] }, { OU: [{ utf8String: value }] }]);
			assert.equal(values("iot:certificate.subject.organization"), undefined);
			assert.equal(values("iot:certificate.subject.organizationalunit.list"), undefined);
			assert.deepEqual(values("iot:certificate.subject.organizationalunit"), ["fit"]);
		});
	}

	it("lists the names of what has a value, as AWS spells them", async () => {
		const values = await valuesOf([{ CN: ["box"] }]);
		assert.deepEqual(values("iot:certificate.availablekeys"), [
			"iot:Certificate.Subject.CommonName",
			"iot:Certificate.Issuer.OrganizationalUnit",
			"iot:Certificate.SerialNumber",
		]);
	});

	it("reads alternative names, those with a comma too", async () => {
		const names = [
			{ type: "dns", value: "a.example" },
			{ type: "dns", value: "b.example" },
			{ type: "url", value: "urn:x,DNS:evil.example" },
			{ type: "ip", value: "10.0.0.1" },
		] as const;
		const values = await valuesOf([{ CN: ["box"] }], [new x509.SubjectAlternativeNameExtension([...names])]);
		const prefix = "iot:certificate.subject.alternativename";
		assert.deepEqual(values(`${prefix}.dnsname.list`), ["a.example", "b.example"]);
		assert.deepEqual(values(`${prefix}.uniformresourceidentifier`), ["urn:x\\,DNS:evil.example"]);
		assert.deepEqual(values(`${prefix}.ipaddress`), ["10.0.0.1"]);
	});
});
