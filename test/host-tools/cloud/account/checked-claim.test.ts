import assert from "node:assert/strict";
import { checkedClaim } from "../../../../host-tools/cloud/account/checked-claim.js";
import { testPki } from "../../../support/test-pki.js";

describe("checkedClaim", () => {
	const expiration = new Date(1_800_000_000_000);

	async function reply() {
		const { clients } = await testPki();
		const [{ certificatePem, privateKeyPem }] = clients;
		return { certificateId: "0f".repeat(32), certificatePem, keyPair: { PrivateKey: privateKeyPem }, expiration };
	}

	it("passes on what AWS answers", async () => {
		const { certificateId, certificatePem, keyPair } = await reply();
		assert.deepEqual(checkedClaim(await reply()), {
			certificateId,
			certificatePem,
			privateKeyPem: keyPair.PrivateKey,
			expiresAt: expiration,
		});
	});

	const lies: Readonly<Record<string, object>> = {
		"an id that leads out of the folder": { certificateId: "/../../a" },
		"an id that is a list": { certificateId: ["a"] },
		"an expiry that is no time": { expiration: new Date(Number.NaN) },
		"no expiry": { expiration: undefined },
		"a certificate that is an object": { certificatePem: {} },
		"a certificate that is none": { certificatePem: "MARKED" },
		"a key that is an object": { keyPair: { PrivateKey: { key: "MARKED" } } },
		"a key that is none": { keyPair: { PrivateKey: "MARKED" } },
		"no key": { keyPair: null },
	};
	for (const [what, lie] of Object.entries(lies)) {
		it(`refuses ${what}, and does not quote it`, async () => {
			const good = await reply();
			assert.throws(
				() => checkedClaim({ ...good, ...lie }),
				(error: Error & { code?: string; next?: string }) => {
					assert.equal(error.code, "aws-refused");
					assert.ok(error.next);
					assert.doesNotMatch(error.message, /MARKED|\.\./);
					return true;
				},
			);
		});
	}

	it("refuses the key of another certificate", async () => {
		const { clients } = await testPki();
		const other = { keyPair: { PrivateKey: clients[1].privateKeyPem } };
		const good = await reply();
		assert.throws(() => checkedClaim({ ...good, ...other }), { code: "aws-refused", message: /not the key/ });
	});
});
