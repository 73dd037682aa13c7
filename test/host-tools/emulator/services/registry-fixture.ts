import { createHash } from "node:crypto";
import { EmulatorClock } from "../../../../host-tools/emulator/clock.js";
import type {
	Certificate,
	CertificateStatus,
} from "../../../../host-tools/emulator/services/certificates/certificates.js";
import { openRegistry, type Registry } from "../../../../host-tools/emulator/services/registry.js";
import { openStore } from "../../../../host-tools/emulator/store/open-store.js";

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
/** For just-in-time provisioning: the thing is called as the certificate's common name. */
export const jitpTemplateBody = JSON.stringify({
	Parameters: { "AWS::IoT::Certificate::CommonName": { Type: "String" } },
	Resources: {
		thing: { Type: "AWS::IoT::Thing", Properties: { ThingName: { Ref: "AWS::IoT::Certificate::CommonName" } } },
		certificate: {
			Type: "AWS::IoT::Certificate",
			Properties: { CertificateId: { Ref: "AWS::IoT::Certificate::Id" }, Status: "Active" },
		},
		policy: { Type: "AWS::IoT::Policy", Properties: { PolicyDocument: policyDocument } },
	},
});
export const provisioningRoleArn = "arn:aws:iam::000000000000:role/provisioning";

/** ARNs that are none of a certificate of this account. */
export const foreignPrincipals: readonly string[] = [
	"",
	"c",
	`arn:aws:iot:us-east-1:000000000000:cert/${"A".repeat(64)}`,
	"arn:aws:iot:us-east-1:000000000000:cert/short",
	"arn:aws:iot:us-east-1:000000000000:thinggroup/g",
	`arn:aws:iot:us-east-1:111111111111:cert/${"a".repeat(64)}`,
	"us-east-1:00000000-0000-0000-0000-000000000000",
];

export interface TestRegistry extends Registry {
	durable(): Promise<void>;
	close(): Promise<void>;
}

/** A registry with a store of its own. */
export async function openTestRegistry(
	clock: EmulatorClock,
	directory?: string,
	note?: (text: string) => void,
): Promise<TestRegistry> {
	const store = await openStore({ directory, note });
	const registry = openRegistry({ clock, store });
	return {
		...registry,
		durable: () => store.durable(),
		close() {
			registry.close();
			return store.close();
		},
	};
}

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
	const registry = await openTestRegistry(clock, dataDirectory);
	return {
		clock,
		registry,
		addCertificate: (name, status = "ACTIVE") => registry.certificates.addCertificate(issued(name), { status }),
		async close() {
			await registry.close();
			clock.close();
		},
	};
}
