import { defaultScope } from "../../../host-tools/emulator/arn.js";
import type { JsonObject } from "../../../host-tools/emulator/json-value.js";
import { ProvisioningRejection } from "../../../host-tools/emulator/services/provisioning/rejection.js";
import {
	evaluateRegistration,
	evaluateTemplate,
} from "../../../host-tools/emulator/services/provisioning/template/evaluate-template.js";
import { parseTemplateBody } from "../../../host-tools/emulator/services/provisioning/template/parse-template-body.js";
import { attempt, type FuzzTarget } from "../fuzz-target.js";
import { oddText } from "../mutate.js";
import { jsonText, mutateJson } from "../odd-json.js";
import { refusable } from "../refusals.js";

const words = [
	"Ref",
	"Fn::Join",
	"Fn::Select",
	"Fn::FindInMap",
	"Fn::Split",
	"Fn::Sub",
	"Fn::Base64",
	"thing",
	"AWS::Region",
	"${a}",
];
const body: JsonObject = {
	Parameters: { SerialNumber: { Type: "String" }, Location: { Type: "String", Default: "here" } },
	Mappings: { Map: { here: { Url: "https://a", List: ["a", "b"] } } },
	Resources: {
		thing: {
			Type: "AWS::IoT::Thing",
			Properties: {
				ThingName: { "Fn::Join": ["-", ["a", { Ref: "SerialNumber" }]] },
				AttributePayload: { a: { "Fn::Sub": ["${x}-${AWS::Region}", { x: { Ref: "thing" } }] }, b: "c" },
				ThingTypeName: { "Fn::Select": [1, ["a", { Ref: "Location" }]] },
				ThingGroups: ["g", { Ref: "Location" }],
				BillingGroup: "b",
			},
			OverrideSettings: { AttributePayload: "MERGE", ThingTypeName: "REPLACE", ThingGroups: "DO_NOTHING" },
		},
		certificate: {
			Type: "AWS::IoT::Certificate",
			Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" }, Status: "Active" },
		},
		policy: {
			Type: "AWS::IoT::Policy",
			Properties: {
				PolicyDocument: {
					Version: "2012-10-17",
					Statement: [{ Effect: "Allow", Action: "iot:*", Resource: { Ref: "thing" } }],
				},
			},
		},
		named: { Type: "AWS::IoT::Policy", Properties: { PolicyName: { "Fn::Base64": "p" } } },
	},
	DeviceConfiguration: {
		Url: { "Fn::FindInMap": ["Map", { Ref: "Location" }, "Url"] },
		S: { "Fn::Select": [0, { "Fn::Split": ["|", "a|b"] }] },
	},
};

/** Provisioning templates: parsed, and evaluated for fleet provisioning and for RegisterThing. */
export const templates: FuzzTarget = {
	name: "templates",
	share: 80,
	open: () => ({
		next(random) {
			const text = jsonText(random, mutateJson(random, body, words));
			const parameters = { SerialNumber: oddText(random), ...(random.once(2) && { Location: "here" }) };
			return attempt(
				() => `${text}\n${JSON.stringify(parameters)}`,
				() => {
					const parsed = refusable(() => parseTemplateBody(text));
					if (parsed === undefined) return;
					const id = "0".repeat(64);
					refusable(() => evaluateTemplate(parsed, parameters, id, defaultScope), ProvisioningRejection);
					refusable(() => evaluateRegistration(parsed, parameters, defaultScope).planFor(id), ProvisioningRejection);
				},
			);
		},
	}),
};
