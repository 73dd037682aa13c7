import type { BootstrapFile } from "../flash/bootstrap-file.js";
import type { DataEndpoint } from "./data-endpoint.js";
import type { ProvisioningClaim } from "./provisioning-claim.js";

export interface ClaimBootstrapOptions {
	readonly endpoint: DataEndpoint;
	readonly rootCaPem: string;
	readonly templateName: string;
	/** Of the template. */
	readonly parameters: Readonly<Record<string, string>>;
	/** Between readings; undefined: the firmware's default. */
	readonly intervalMs: number | undefined;
}

export type ClaimBootstrap = BootstrapFile & { readonly claim: { readonly expiresAt: string } };

/** All that a new device needs to turn `claim` into an identity. */
export function claimBootstrap(
	claim: ProvisioningClaim,
	{ endpoint, rootCaPem, templateName, parameters, intervalMs }: ClaimBootstrapOptions,
): ClaimBootstrap {
	const { certificatePem, privateKeyPem, expiresAt } = claim;
	return {
		version: 1,
		...endpoint,
		rootCa: rootCaPem,
		templateName,
		parameters,
		...(intervalMs === undefined ? {} : { telemetry: { intervalMs } }),
		claim: { certificatePem, privateKeyPem, expiresAt: expiresAt.toISOString() },
	};
}
