export interface StarterNames {
	readonly templateName: string;
	readonly policyName: string;
	/** Thing names are this and the device's SerialNumber. */
	readonly thingNamePrefix: string;
	/** `aws` unless told otherwise. */
	readonly partition?: string;
	readonly region: string;
	readonly accountId: string;
}

export const starterNames: Omit<StarterNames, "partition" | "region" | "accountId"> = Object.freeze({
	templateName: "thingsmith",
	policyName: "thingsmith-device",
	thingNamePrefix: "thingsmith-",
});

/** A device may be nobody but itself, and publish nowhere but below its own name. */
export function devicePolicy({
	partition = "aws",
	region,
	accountId,
}: Pick<StarterNames, "partition" | "region" | "accountId">): object {
	const arn = (resource: string) => `arn:${partition}:iot:${region}:${accountId}:${resource}`;
	// biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables, which AWS IoT substitutes
	const statements = [
		{
			Effect: "Allow",
			Action: "iot:Connect",
			Resource: arn("client/${iot:Connection.Thing.ThingName}"),
			Condition: { Bool: { "iot:Connection.Thing.IsAttached": "true" } },
		},
		{ Effect: "Allow", Action: "iot:Publish", Resource: arn("topic/${iot:Connection.Thing.ThingName}/*") },
	];
	// biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables, which AWS IoT substitutes
	return { Version: "2012-10-17", Statement: statements };
}

/**
 * A thing named after the device's SerialNumber, its new certificate, and the policy of that name. A thing that exists is left alone
 * and the device refused: otherwise whoever has a claim and knows a serial number becomes that device. The certificate's id is an
 * attribute because CreateThing of a thing with equal attributes succeeds, and nobody says what FAIL does then.
 */
export function templateBody({
	policyName,
	thingNamePrefix,
}: Pick<StarterNames, "policyName" | "thingNamePrefix">): object {
	return {
		Parameters: { SerialNumber: { Type: "String" }, "AWS::IoT::Certificate::Id": { Type: "String" } },
		Resources: {
			thing: {
				Type: "AWS::IoT::Thing",
				Properties: {
					ThingName: { "Fn::Join": ["", [thingNamePrefix, { Ref: "SerialNumber" }]] },
					AttributePayload: {
						serialNumber: { Ref: "SerialNumber" },
						firstCertificate: { Ref: "AWS::IoT::Certificate::Id" },
					},
				},
				OverrideSettings: { AttributePayload: "FAIL", ThingTypeName: "FAIL", ThingGroups: "FAIL" },
			},
			certificate: {
				Type: "AWS::IoT::Certificate",
				Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" }, Status: "ACTIVE" },
			},
			policy: { Type: "AWS::IoT::Policy", Properties: { PolicyName: policyName } },
		},
	};
}

/** All that CreateProvisioningTemplate asks for. `provisioningRoleArn` is not looked at by the emulator. */
export function starterTemplate(names: StarterNames) {
	return {
		templateName: names.templateName,
		description: "Things named after their serial number",
		templateBody: JSON.stringify(templateBody(names)),
		enabled: true,
		provisioningRoleArn: `arn:aws:iam::${names.accountId}:role/thingsmith-provisioning`,
	};
}
