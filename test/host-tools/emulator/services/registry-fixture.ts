import { createHash } from "node:crypto";
import { EmulatorClock } from "../../../../host-tools/emulator/clock.js";
import { openRegistry } from "../../../../host-tools/emulator/services/open-registry.js";
import type { Certificate, CertificateStatus, Registry } from "../../../../host-tools/emulator/services/registry.js";

export const policyDocument =
	'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:Connect","Resource":"*"}]}';
export const templateBody = JSON.stringify({
	Parameters: { SerialNumber: { Type: "String" } },
	Resources: {
		thing: { Type: "AWS::IoT::Thing", Properties: { ThingName: { Ref: "SerialNumber" } } },
		certificate: {
			Type: "AWS::IoT::Certificate",
			Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" }, Status: "Active" },
		},
	},
});
export const provisioningRoleArn = "arn:aws:iam::000000000000:role/provisioning";

export interface RegistryFixture {
	readonly clock: EmulatorClock;
	readonly registry: Registry;
	/** Adds a certificate that no key belongs to. */
	addCertificate(name: string, status?: CertificateStatus): Certificate;
	close(): Promise<void>;
}

export function issued(name: string, notAfter = Date.UTC(2049, 11, 31)) {
	return {
		certificateId: createHash("sha256").update(name).digest("hex"),
		certificatePem: `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----\n`,
		notBefore: 0,
		notAfter,
	};
}

export async function openFixture(dataDirectory?: string): Promise<RegistryFixture> {
	const clock = new EmulatorClock();
	const registry = await openRegistry({ clock, dataDirectory });
	return {
		clock,
		registry,
		addCertificate: (name, status = "ACTIVE") => registry.addCertificate(issued(name), { status }),
		async close() {
			await registry.close();
			clock.close();
		},
	};
}
