import assert from "node:assert/strict";
import type { Registry } from "../../../../../host-tools/emulator/services/registry.js";
import { refused } from "../refused.js";
import { openFixture, policyDocument, type RegistryFixture } from "../registry-fixture.js";

describe("Registry: policies", () => {
	let fixture: RegistryFixture;
	let registry: Registry;
	beforeEach(async () => {
		fixture = await openFixture();
		registry = fixture.registry;
	});
	afterEach(() => fixture.close());

	it("keeps the document as it was sent", () => {
		const text = policyDocument.replace("{", "{ \n");
		const policy = registry.policies.createPolicy("p", text);
		assert.equal(policy.policyArn, "arn:aws:iot:us-east-1:000000000000:policy/p");
		assert.equal(registry.policies.getPolicy("p").policyDocument, text);
		assert.equal(registry.policies.findPolicy("p")?.generationId, policy.generationId);
	});

	it("refuses a name that is taken, even for the same document", () => {
		registry.policies.createPolicy("p", policyDocument);
		assert.throws(
			() => registry.policies.createPolicy("p", policyDocument),
			refused("ResourceAlreadyExistsException", 409, /p/, {
				resourceId: "p",
				resourceArn: "arn:aws:iot:us-east-1:000000000000:policy/p",
			}),
		);
	});

	it("refuses malformed documents and keeps nothing of them", () => {
		for (const document of ["", "{", "[]", "{}", policyDocument.replace("Allow", "Maybe"), "x".repeat(3000)]) {
			assert.throws(() => registry.policies.createPolicy("p", document), refused("MalformedPolicyException", 400));
		}
		assert.equal(registry.policies.findPolicy("p"), undefined);
	});

	it("checks names", () => {
		registry.policies.createPolicy("AZaz09_+=,.@-", policyDocument);
		for (const name of ["", "a b", "a/b", "a:b", "a".repeat(129)]) {
			const invalid = refused("InvalidRequestException", 400, /policyName/);
			assert.throws(() => registry.policies.createPolicy(name, policyDocument), invalid);
			assert.throws(() => registry.policies.getPolicy(name), invalid);
		}
	});

	it("deletes no policy with a target", () => {
		const { certificateArn } = fixture.addCertificate("c");
		registry.policies.createPolicy("p", policyDocument);
		registry.policies.attachPolicy("p", certificateArn);
		assert.throws(
			() => registry.policies.deletePolicy("p"),
			refused("DeleteConflictException", 409, /attached to one or more principals \(name=p\)/),
		);
		registry.policies.detachPolicy("p", certificateArn);
		registry.policies.deletePolicy("p");
		assert.throws(() => registry.policies.deletePolicy("p"), refused("ResourceNotFoundException", 404, /"p"/));
	});

	it("lists policies oldest first", () => {
		for (const name of ["b", "a", "c"]) {
			registry.policies.createPolicy(name, policyDocument);
			fixture.clock.advance(1);
		}
		assert.deepEqual(
			[...registry.policies.listPolicies()].map(({ policyName }) => policyName),
			["b", "a", "c"],
		);
	});
});
