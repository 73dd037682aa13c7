import type { BootstrapFile, DeviceMembers } from "../../board/identity/bootstrap-file.js";
import type { DataEndpoint } from "./data-endpoint.js";
import type { ProvisioningClaim } from "./provisioning-claim.js";

export interface ClaimBootstrapOptions {
	readonly endpoint: DataEndpoint;
	readonly rootCaPem: string;
	readonly templateName: string;
	/** Of the template. */
	readonly parameters: Readonly<Record<string, string>>;
	/** Besides: network, wiring, telemetry. */
	readonly device: DeviceMembers;
}

export type ClaimBootstrap = BootstrapFile & { readonly claim: { readonly expiresAt: string } };

/** All that a new device needs to turn `claim` into an identity. */
export function claimBootstrap(
	claim: ProvisioningClaim,
	{ endpoint, rootCaPem, templateName, parameters, device }: ClaimBootstrapOptions,
): ClaimBootstrap {
	const { certificatePem, privateKeyPem, expiresAt } = claim;
	return {
		version: 1,
		...endpoint,
		rootCa: rootCaPem,
		templateName,
		parameters,
		...device,
		claim: { certificatePem, privateKeyPem, expiresAt: expiresAt.toISOString() },
	};
}
