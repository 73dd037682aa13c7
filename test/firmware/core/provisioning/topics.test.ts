import assert from "node:assert/strict";
import { certificateTopics, registerThingTopics } from "../../../../firmware/core/provisioning/topics.js";

describe("provisioning topics", () => {
	it("of CreateKeysAndCertificate are those of AWS", () => {
		assert.deepEqual(certificateTopics("create"), {
			request: "$aws/certificates/create/json",
			accepted: "$aws/certificates/create/json/accepted",
			rejected: "$aws/certificates/create/json/rejected",
		});
	});

	it("of CreateCertificateFromCsr are those of AWS", () => {
		assert.deepEqual(certificateTopics("create-from-csr"), {
			request: "$aws/certificates/create-from-csr/json",
			accepted: "$aws/certificates/create-from-csr/json/accepted",
			rejected: "$aws/certificates/create-from-csr/json/rejected",
		});
	});

	it("of RegisterThing are those of AWS, within its limits for the longest template name", () => {
		assert.deepEqual(registerThingTopics("Fleet_Template-1"), {
			request: "$aws/provisioning-templates/Fleet_Template-1/provision/json",
			accepted: "$aws/provisioning-templates/Fleet_Template-1/provision/json/accepted",
			rejected: "$aws/provisioning-templates/Fleet_Template-1/provision/json/rejected",
		});
		const longest = registerThingTopics("t".repeat(36)).rejected;
		assert.equal(longest.length, 88);
		assert.ok(longest.split("/").length <= 8);
	});
});
