import type { BootstrapFile, DeviceMembers } from "./bootstrap-file.js";
import { checkedSettings } from "./checked-settings.js";

/** A claim as AWS issued it. */
export interface IssuedClaim {
	readonly certificatePem: string;
	readonly privateKeyPem: string;
	readonly expiresAt: Date;
}

export interface ClaimBootstrapOptions {
	/** Of AWS IoT's data plane. */
	readonly endpoint: { readonly host: string; readonly port: number };
	readonly rootCaPem: string;
	readonly templateName: string;
	/** Of the template. */
	readonly parameters: Readonly<Record<string, string>>;
	/** Besides: network, wiring, telemetry. */
	readonly device: DeviceMembers;
}

export type ClaimBootstrap = BootstrapFile & { readonly claim: { readonly expiresAt: string } };

/** Finds what is wrong with the bootstrap of a claim before that is made. Throws ToolError `bootstrap-invalid`, which names `source`. */
export function checkClaimBootstrap(options: Omit<ClaimBootstrapOptions, "rootCaPem">, source: string): void {
	const { endpoint, templateName, parameters, device } = options;
	checkedSettings({ ...device, ...endpoint, clientId: "thingsmith", templateName, parameters }, source);
}

/** All that a new device needs to turn `claim` into an identity. */
export function claimBootstrap(
	claim: IssuedClaim,
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
