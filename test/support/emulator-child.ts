import { allowAll, createClaim, createDevice, startEmulatorParts } from "./emulator-parts.js";

/** An emulator in a process of its own, for tests that kill it: argument 1 is the data directory; tells its parent when ready. */
const [, , dataDirectory = ""] = process.argv;
const parts = await startEmulatorParts({ dataDirectory });
if (parts.registry.templates.findProvisioningTemplate("fleet") === undefined) {
	const templateBody = JSON.stringify({
		Parameters: { SerialNumber: { Type: "String" } },
		Resources: {
			thing: { Type: "AWS::IoT::Thing", Properties: { ThingName: { Ref: "SerialNumber" } } },
			certificate: {
				Type: "AWS::IoT::Certificate",
				Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" } },
			},
		},
	});
	const provisioningRoleArn = "arn:aws:iam::000000000000:role/provisioning";
	parts.registry.templates.createProvisioningTemplate({
		templateName: "fleet",
		templateBody,
		provisioningRoleArn,
		enabled: true,
	});
}
const device = await createDevice(parts, [allowAll]);
const claim = await createClaim(parts, "fleet");
await parts.backend.durable();
process.send?.({ port: parts.port, rootCaPem: parts.pki.rootCaPem, device, claim });
