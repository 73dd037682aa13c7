import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { subjectParameters } from "../../../../../../host-tools/emulator/services/provisioning/just-in-time/subject-parameters.js";
import { TestAuthority } from "../../../../../support/test-authority.js";

describe("Just-in-time provisioning: parameters of a certificate's subject", () => {
	let authority: TestAuthority;
	before(async () => {
		authority = await TestAuthority.make("CN=CA");
	});
	const parametersOf = async (subject: Parameters<TestAuthority["issue"]>[0]) =>
		subjectParameters(new X509Certificate((await authority.issue(subject)).certificatePem));

	it("are those that AWS names", async () => {
		const subject = [
			{ C: ["DE"] },
			{ O: ["Acme"] },
			{ OU: ["Lamps"] },
			{ "2.5.4.46": ["q"] },
			{ ST: ["Bavaria"] },
			{ L: ["Munich"] },
			{ CN: ["sn-1"] },
			{ "2.5.4.5": ["77"] },
		];
		assert.deepEqual(await parametersOf(subject), {
			"AWS::IoT::Certificate::Country": "DE",
			"AWS::IoT::Certificate::Organization": "Acme",
			"AWS::IoT::Certificate::OrganizationalUnit": "Lamps",
			"AWS::IoT::Certificate::DistinguishedNameQualifier": "q",
			"AWS::IoT::Certificate::StateName": "Bavaria",
			"AWS::IoT::Certificate::CommonName": "sn-1",
			"AWS::IoT::Certificate::SerialNumber": "77",
		});
	});

	it("are the first of several values, and none of an empty subject", async () => {
		assert.deepEqual(await parametersOf([{ CN: ["one"] }, { CN: ["two"] }]), {
			"AWS::IoT::Certificate::CommonName": "one",
		});
		assert.deepEqual(await parametersOf(""), {});
	});

	it("are the text as it is, whatever it holds", async () => {
		const text = 'a=b, "c"\n/CN=d + ü';
		assert.deepEqual(await parametersOf([{ CN: [{ utf8String: text }] }]), {
			"AWS::IoT::Certificate::CommonName": text,
		});
	});
});
