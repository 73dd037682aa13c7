import { invalidRequest } from "../../../../../../host-tools/emulator/aws-error.js";
import type { Pki } from "../../../../../../host-tools/emulator/pki/pki.js";
import { noPki } from "../../../http/test-control-plane.js";
import { issued } from "../../registry-fixture.js";

/** Makes of each request the certificate of that name, without a key; the request "bad" is refused. */
export const namingPki: Pki = {
	...noPki,
	issueFromCsr(csr) {
		if (csr === "bad") return Promise.reject(invalidRequest("The certificate signing request is bad"));
		return Promise.resolve(issued(csr));
	},
};

const ref = (name: string) => ({ Ref: name });

/** A template as AWS's guide shows them for bulk registration; `properties` are of the certificate. */
export function templateBody(
	properties: object = { CertificateSigningRequest: ref("CSR"), Status: "ACTIVE" },
	overrides?: object,
): string {
	return JSON.stringify({
		Parameters: { ThingName: { Type: "String" }, CSR: { Type: "String" }, Room: { Type: "String", Default: "attic" } },
		Resources: {
			thing: {
				Type: "AWS::IoT::Thing",
				Properties: { ThingName: ref("ThingName"), AttributePayload: { room: ref("Room") } },
				...(overrides && { OverrideSettings: overrides }),
			},
			certificate: { Type: "AWS::IoT::Certificate", Properties: properties },
			policy: { Type: "AWS::IoT::Policy", Properties: { PolicyName: "p" } },
		},
	});
}

export const thingOnly = JSON.stringify({
	Parameters: { ThingName: { Type: "String" } },
	Resources: { thing: { Type: "AWS::IoT::Thing", Properties: { ThingName: ref("ThingName") } } },
});
