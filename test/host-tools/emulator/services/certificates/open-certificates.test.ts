import assert from "node:assert/strict";
import type { RegistryChange } from "../../../../../host-tools/emulator/services/changes.js";
import type { Registry } from "../../../../../host-tools/emulator/services/registry.js";
import { refused } from "../refused.js";
import { issued, openFixture, policyDocument, type RegistryFixture } from "../registry-fixture.js";

describe("Registry: certificates", () => {
	let fixture: RegistryFixture;
	let registry: Registry;
	beforeEach(async () => {
		fixture = await openFixture();
		registry = fixture.registry;
	});
	afterEach(() => fixture.close());

	it("keeps what was issued, and nothing else of it", () => {
		const withKey = { ...issued("one"), keyPair: { privateKeyPem: "secret", publicKeyPem: "public" } };
		const certificate = registry.certificates.addCertificate(withKey, { status: "INACTIVE" });
		assert.equal(JSON.stringify(certificate).includes("secret"), false);
		assert.equal(certificate.certificateArn, `arn:aws:iot:us-east-1:000000000000:cert/${issued("one").certificateId}`);
		assert.deepEqual(registry.certificates.describeCertificate(certificate.certificateId), certificate);
		assert.throws(
			() => registry.certificates.addCertificate(withKey, { status: "ACTIVE" }),
			refused("ResourceAlreadyExistsException", 409, /already provisioned or registered/, {
				resourceId: certificate.certificateId,
				resourceArn: certificate.certificateArn,
			}),
		);
	});

	it("finds a certificate by its id in upper case or with 0x", () => {
		const { certificateId } = fixture.addCertificate("one");
		assert.equal(registry.certificates.describeCertificate(certificateId.toUpperCase()).certificateId, certificateId);
		assert.equal(registry.certificates.describeCertificate(`0x${certificateId}`).certificateId, certificateId);
	});

	it("refuses ids that are none, and does not find others", () => {
		for (const id of ["", "abc", "g".repeat(64), `${"a".repeat(64)}\n`, "a".repeat(65)]) {
			assert.throws(
				() => registry.certificates.describeCertificate(id),
				refused("InvalidRequestException", 400, /certificateId/),
			);
		}
		const missing = refused("ResourceNotFoundException", 404, /does not exist/);
		assert.throws(() => registry.certificates.describeCertificate("a".repeat(64)), missing);
		assert.throws(() => registry.certificates.updateCertificate("a".repeat(64), "ACTIVE"), missing);
		assert.throws(() => registry.certificates.deleteCertificate("a".repeat(64)), missing);
		assert.equal(registry.certificates.findCertificate("a".repeat(64)), undefined);
	});

	it("goes to ACTIVE, INACTIVE and REVOKED, from REVOKED nowhere, and to no other status", () => {
		const { certificateId } = fixture.addCertificate("one", "INACTIVE");
		for (const status of ["ACTIVE", "INACTIVE", "ACTIVE", "REVOKED"] as const) {
			fixture.clock.advance(1000);
			const updated = registry.certificates.updateCertificate(certificateId, status);
			assert.equal(updated.status, status);
			assert.ok(updated.lastModifiedDate > updated.creationDate);
		}
		for (const status of ["PENDING_ACTIVATION", "PENDING_TRANSFER", "REGISTER_INACTIVE", "active"]) {
			assert.throws(
				() => registry.certificates.updateCertificate(certificateId, status as "ACTIVE"),
				refused("InvalidRequestException", 400, /newStatus/),
			);
		}
		registry.certificates.updateCertificate(certificateId, "REVOKED");
		for (const status of ["ACTIVE", "INACTIVE"] as const) {
			assert.throws(
				() => registry.certificates.updateCertificate(certificateId, status),
				refused("CertificateStateException", 406, /REVOKED: that is final/),
			);
		}
	});

	it("deletes no ACTIVE certificate, forced or not", () => {
		const { certificateId } = fixture.addCertificate("one");
		const state = refused("CertificateStateException", 406, /ACTIVE/);
		assert.throws(() => registry.certificates.deleteCertificate(certificateId), state);
		assert.throws(() => registry.certificates.deleteCertificate(certificateId, true), state);
		registry.certificates.updateCertificate(certificateId, "INACTIVE");
		registry.certificates.deleteCertificate(certificateId);
		assert.equal(registry.certificates.findCertificate(certificateId), undefined);
	});

	it("deletes no certificate with a thing, forced or not", () => {
		const { certificateId, certificateArn } = fixture.addCertificate("one", "REVOKED");
		registry.things.createThing("thing");
		registry.things.attachThingPrincipal("thing", certificateArn);
		const conflict = refused("DeleteConflictException", 409, /thing "thing"/);
		assert.throws(() => registry.certificates.deleteCertificate(certificateId), conflict);
		assert.throws(() => registry.certificates.deleteCertificate(certificateId, true), conflict);
	});

	it("deletes a certificate with policies only when forced, and detaches them", () => {
		const { certificateId, certificateArn } = fixture.addCertificate("one", "INACTIVE");
		registry.policies.createPolicy("policy", policyDocument);
		registry.policies.attachPolicy("policy", certificateArn);
		assert.throws(
			() => registry.certificates.deleteCertificate(certificateId),
			refused("DeleteConflictException", 409, /policy "policy"/),
		);
		registry.certificates.deleteCertificate(certificateId, true);
		assert.deepEqual([...registry.policies.listTargetsForPolicy("policy")], []);
		registry.policies.deletePolicy("policy");
	});

	it("lists certificates in the order of time, in both directions", () => {
		const ids = ["a", "b", "c"].map((name) => {
			fixture.clock.advance(1000);
			return fixture.addCertificate(name).certificateId;
		});
		const listed = (descending: boolean) =>
			Array.from(registry.certificates.listCertificates({ descending }), ({ certificateId }) => certificateId);
		assert.deepEqual(listed(false), ids);
		assert.deepEqual(listed(true), ids.toReversed());
	});

	it("shows a claim to findCertificate() alone", () => {
		const claim = registry.certificates.addCertificate(issued("claim"), { status: "ACTIVE", claimForTemplate: "T" });
		assert.equal(registry.certificates.findCertificate(claim.certificateId)?.claimForTemplate, "T");
		assert.deepEqual([...registry.certificates.listCertificates()], []);
		const missing = refused("ResourceNotFoundException", 404, /claim/);
		assert.throws(() => registry.certificates.describeCertificate(claim.certificateId), missing);
		assert.throws(() => registry.certificates.updateCertificate(claim.certificateId, "INACTIVE"), missing);
		assert.throws(() => registry.certificates.deleteCertificate(claim.certificateId), missing);
		registry.policies.createPolicy("policy", policyDocument);
		assert.throws(() => registry.policies.attachPolicy("policy", claim.certificateArn), missing);
	});

	it("tells listeners which certificate changed, until they stop listening", () => {
		const changes: RegistryChange[] = [];
		const stop = registry.changes.onChange((change) => changes.push(change));
		const { certificateId, certificateArn } = fixture.addCertificate("one");
		const before = registry.changes.revision;
		registry.certificates.updateCertificate(certificateId, "INACTIVE");
		assert.ok(registry.changes.revision > before);
		registry.policies.createPolicy("policy", policyDocument);
		registry.policies.attachPolicy("policy", certificateArn);
		stop();
		registry.certificates.updateCertificate(certificateId, "ACTIVE");
		const certificate = { kind: "certificate", name: certificateId };
		assert.deepEqual(changes, [certificate, certificate, { kind: "policy", name: "policy" }, certificate]);
	});
});
