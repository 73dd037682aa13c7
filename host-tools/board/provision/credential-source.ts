import { X509Certificate } from "node:crypto";
import type { IoTClient } from "@aws-sdk/client-iot";
import type { Bootstrap, BootstrapForOwnKey } from "../../../firmware/core/bootstrap.js";
import { ToolError } from "../../base/tool-error.js";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import { checkTemplate } from "../../cloud/account/check-template.js";
import { describeDataEndpoint } from "../../cloud/account/data-endpoint.js";
import { findRootCa } from "../../cloud/account/root-ca.js";
import type { DeviceMembers } from "../identity/bootstrap-file.js";
import { checkedSettings } from "../identity/checked-settings.js";
import type { CheckedCredential } from "../identity/credential-files.js";
import { type BootstrapSource, boardSettings } from "./bootstrap-source.js";

export interface CredentialOptions {
	readonly aws: AwsSettings;
	readonly credential: CheckedCredential;
	/** Of the template; used when the credential is a claim. */
	readonly templateName: string;
	readonly parameters: (serialNumber: string) => Readonly<Record<string, string>>;
	/** Whose certificate it is; needed unless it is a claim. */
	readonly thingName: string | undefined;
	readonly rootCaPath: string | undefined;
	readonly device: DeviceMembers;
}

/** A certificate that was made elsewhere: a claim from the AWS CLI, or a certificate of the device's own, with or without its key. */
export function credentialSource(client: IoTClient, options: CredentialOptions): BootstrapSource {
	const { credential, thingName } = options;
	const expiresAt = credential.claimExpiresAt;
	const make = async (serialNumber: string) => {
		if (expiresAt === undefined && thingName === undefined) throw nameless();
		if (expiresAt !== undefined && expiresAt <= Date.now()) throw expired(expiresAt);
		return { bootstrap: await bootstrapFor(client, options, serialNumber), expiresAt };
	};
	return {
		renewable: false,
		async check(serialNumber) {
			await make(serialNumber);
			const isClaim = expiresAt !== undefined;
			if (isClaim) await checkTemplate(client, options.templateName, options.parameters(serialNumber));
		},
		make,
	};
}

async function bootstrapFor(
	client: IoTClient,
	options: CredentialOptions,
	serialNumber: string,
): Promise<Bootstrap | BootstrapForOwnKey> {
	const { aws, templateName, parameters, thingName, rootCaPath, device } = options;
	const endpoint = await describeDataEndpoint(client, aws);
	const { host, port } = endpoint;
	const rootCaPem = await findRootCa(rootCaPath, aws, endpoint);
	const isClaim = options.credential.claimExpiresAt !== undefined;
	const members = isClaim
		? {
				...device,
				host,
				port,
				clientId: `thingsmith-${serialNumber}`,
				templateName,
				parameters: parameters(serialNumber),
			}
		: { ...device, host, port, clientId: thingName ?? `thingsmith-${serialNumber}` };
	const settings = checkedSettings(members, boardSettings, isClaim ? undefined : thingName);
	const rootCa = new Uint8Array(new X509Certificate(rootCaPem).raw);
	return withCredential({ settings, rootCa }, options);
}

function withCredential(
	common: Pick<Bootstrap, "settings" | "rootCa">,
	{ credential, thingName = "" }: CredentialOptions,
): Bootstrap | BootstrapForOwnKey {
	const { certificate, certificateId, privateKey, claimExpiresAt: expiresAt } = credential;
	if (privateKey === undefined) {
		return { ...common, credential: { kind: "own-key", certificate, thingName, certificateId } };
	}
	if (expiresAt === undefined) {
		return { ...common, credential: { kind: "permanent", certificate, privateKey, thingName, certificateId } };
	}
	return { ...common, credential: { kind: "claim", certificate, privateKey, expiresAt } };
}

function nameless(): ToolError {
	return new ToolError("usage", "A certificate of the device's own belongs to a thing, which has to be named", {
		next: "add --thing-name NAME",
	});
}

function expired(time: number): ToolError {
	return new ToolError("credential-expired", `The claim expired at ${new Date(time).toISOString()}`, {
		next: "make a new claim, or leave --credential out: each board gets one then",
	});
}
