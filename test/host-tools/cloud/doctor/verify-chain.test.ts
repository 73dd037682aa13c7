import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { verifyChain } from "../../../../host-tools/cloud/doctor/verify-chain.js";
import { TestAuthority } from "../../../support/test-authority.js";

const host = "cloud.test";
const day = 86_400_000;

describe("verifyChain", () => {
	let root: TestAuthority;
	let own: X509Certificate;
	before(async () => {
		root = await TestAuthority.make("CN=Root");
		own = new X509Certificate((await root.issue(`CN=${host}`)).certificatePem);
	});
	const verify = (chain: readonly X509Certificate[], more: object = {}) =>
		verifyChain(chain, { host, rootCaPem: root.certificatePem, ...more });

	it("is content with a chain of the root, whether the root is sent or not", () => {
		assert.equal(verify([own]), undefined);
		assert.equal(verify([own, new X509Certificate(root.certificatePem)]), undefined);
	});

	it("looks at host and time", () => {
		assert.equal(verify([own], { host: "other.test" }), "ERR_TLS_CERT_ALTNAME_INVALID");
		assert.equal(verify([own], { host: "127.0.0.1" }), "ERR_TLS_CERT_ALTNAME_INVALID");
		assert.equal(verify([own], { now: Date.now() + 30 * day }), "CERT_HAS_EXPIRED");
		assert.equal(verify([own], { now: Date.now() - 30 * day }), "CERT_NOT_YET_VALID");
	});

	it("takes no chain of another root, of a namesake, of one that is no CA, and none at all", async () => {
		const namesake = await TestAuthority.make("CN=Root");
		const forged = new X509Certificate((await namesake.issue(`CN=${host}`)).certificatePem);
		assert.equal(verify([forged]), "UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
		// The root's own certificate behind a leaf that it did not sign.
		assert.equal(verify([forged, new X509Certificate(root.certificatePem)]), "UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
		const noAuthority = await TestAuthority.make("CN=Root", { keys: root.keys, isCa: false });
		assert.equal(verify([own], { rootCaPem: noAuthority.certificatePem }), "UNABLE_TO_GET_ISSUER_CERT_LOCALLY");
		assert.equal(verify([]), "UNABLE_TO_GET_ISSUER_CERT");
	});
});
