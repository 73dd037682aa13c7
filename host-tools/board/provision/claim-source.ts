import type { IoTClient } from "@aws-sdk/client-iot";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import { preflightClaim } from "../../cloud/account/claim-preflight.js";
import { createProvisioningClaim } from "../../cloud/account/provisioning-claim.js";
import { type DeviceMembers, toBootstrap } from "../identity/bootstrap-file.js";
import { checkClaimBootstrap, claimBootstrap } from "../identity/claim-bootstrap.js";
import { type BootstrapSource, boardSettings } from "./bootstrap-source.js";

export interface ClaimOptions {
	readonly aws: AwsSettings;
	readonly templateName: string;
	/** Of the template, for this board. */
	readonly parameters: (serialNumber: string) => Readonly<Record<string, string>>;
	/** Undefined: the endpoint's own root CA. */
	readonly rootCaPath: string | undefined;
	readonly device: DeviceMembers;
}

/** Fleet provisioning by trusted user: a claim for each bootstrap. Rejects as `claim create` does. */
export function claimSource(client: IoTClient, options: ClaimOptions): BootstrapSource {
	const { aws, templateName, device, rootCaPath } = options;
	const lookUp = (serialNumber: string) => {
		return preflightClaim(client, { aws, templateName, rootCaPath, parameters: options.parameters(serialNumber) });
	};
	return {
		renewable: true,
		async check(serialNumber) {
			const { endpoint } = await lookUp(serialNumber);
			const parameters = options.parameters(serialNumber);
			checkClaimBootstrap({ endpoint, templateName, parameters, device }, boardSettings);
		},
		async make(serialNumber) {
			const { endpoint, rootCaPem } = await lookUp(serialNumber);
			const claim = await createProvisioningClaim(client, templateName, aws);
			const parameters = options.parameters(serialNumber);
			const file = claimBootstrap(claim, { endpoint, rootCaPem, templateName, parameters, device });
			return { bootstrap: toBootstrap(file, boardSettings), expiresAt: claim.expiresAt.getTime() };
		},
	};
}
