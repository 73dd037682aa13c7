import type { IoTClient } from "@aws-sdk/client-iot";
import type { Bootstrap, BootstrapForOwnKey } from "../../../firmware/core/bootstrap.js";
import { checkSettings } from "../../../firmware/core/settings/settings-json.js";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import { preflightClaim } from "../../cloud/account/claim-preflight.js";
import { createProvisioningClaim } from "../../cloud/account/provisioning-claim.js";
import { type DeviceMembers, toBootstrap } from "../identity/bootstrap-file.js";
import { claimBootstrap } from "../identity/claim-bootstrap.js";

/** Where a board's bootstrap comes from. */
export interface BootstrapSource {
	/** Another one can be made when a board was too slow for this one. */
	readonly renewable: boolean;
	/** Finds everything that can be wrong with it, before a board is touched and before a claim's five minutes begin. */
	check(serialNumber: string): Promise<void>;
	/** To be installed at once: a claim is made now. */
	make(serialNumber: string): Promise<MadeBootstrap>;
}

export interface MadeBootstrap {
	readonly bootstrap: Bootstrap | BootstrapForOwnKey;
	/** ms since 1970; undefined where it does not run out. */
	readonly expiresAt: number | undefined;
}

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
			const { host, port } = (await lookUp(serialNumber)).endpoint;
			const parameters = options.parameters(serialNumber);
			checkSettings({ ...device, host, port, clientId: "thingsmith", templateName, parameters });
		},
		async make(serialNumber) {
			const { endpoint, rootCaPem } = await lookUp(serialNumber);
			const claim = await createProvisioningClaim(client, templateName, aws);
			const parameters = options.parameters(serialNumber);
			const file = claimBootstrap(claim, { endpoint, rootCaPem, templateName, parameters, device });
			return { bootstrap: toBootstrap(file), expiresAt: claim.expiresAt.getTime() };
		},
	};
}
