import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { createSecretFile, trySecretFile } from "../../base/files/secret-file.js";
import { interruptible, throwIfInterrupted } from "../../base/interruption.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { type DeviceMembers, toBootstrap } from "../../board/identity/bootstrap-file.js";
import { checkClaimBootstrap, claimBootstrap } from "../../board/identity/claim-bootstrap.js";
import { type ClaimFiles, claimFiles } from "../../board/identity/claim-files.js";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import type { ProvisioningClaim } from "../../cloud/account/checked-claim.js";
import { preflightClaim } from "../../cloud/account/claim-preflight.js";
import { createIotClient } from "../../cloud/account/iot-client.js";
import { createProvisioningClaim } from "../../cloud/account/provisioning-claim.js";

export interface ClaimedEvent {
	readonly event: "claimed";
	/** Which of several devices it is for. */
	readonly device?: string;
	readonly templateName?: string;
	readonly certificateId?: string;
	/** ISO 8601 */
	readonly expiresAt: string;
	/** Paths of the files that were written. */
	readonly files?: Readonly<Record<"certificate" | "privateKey" | "claim" | "bootstrap", string | undefined>>;
}

export interface ClaimCreateOptions {
	readonly aws: AwsSettings;
	readonly templateName: string;
	/** Where certificate, key and expiry go; undefined: nowhere, the bootstrap is enough. */
	readonly outDirectory: string | undefined;
	readonly bootstrapPath: string | undefined;
	/** Of the template; they go into the bootstrap. */
	readonly parameters: Readonly<Record<string, string>>;
	/** Into the bootstrap. */
	readonly device: DeviceMembers;
	readonly rootCaPath: string | undefined;
}

/** Gets a claim from AWS IoT and writes it to files. Everything that can be wrong is looked at before the claim is made. */
export async function createClaim(
	options: ClaimCreateOptions,
	{ emit, signal }: TaskContext<ClaimedEvent | NoteEvent>,
): Promise<void> {
	const { aws, templateName, bootstrapPath, outDirectory } = options;
	if (bootstrapPath !== undefined) await trySecretFile(bootstrapPath);
	// The files' names come with the claim.
	if (outDirectory !== undefined) await trySecretFile(join(outDirectory, randomUUID()));
	const client = createIotClient(aws, signal);
	try {
		const forBootstrap =
			bootstrapPath === undefined ? undefined : await interruptible(() => preflightClaim(client, options), signal);
		if (forBootstrap !== undefined) checkClaimBootstrap({ ...options, ...forBootstrap }, "The bootstrap");
		throwIfInterrupted(signal);
		const claim = await createProvisioningClaim(client, templateName, aws);
		const written = outDirectory === undefined ? noFiles : await writeClaim(outDirectory, templateName, claim);
		const files = { ...written, bootstrap: bootstrapPath };
		if (bootstrapPath !== undefined && forBootstrap !== undefined) {
			const bootstrap = claimBootstrap(claim, { ...options, ...forBootstrap });
			toBootstrap(bootstrap);
			await createSecretFile(bootstrapPath, `${JSON.stringify(bootstrap, undefined, "\t")}\n`);
		}
		const { certificateId, expiresAt } = claim;
		emit({ event: "claimed", templateName, certificateId, expiresAt: expiresAt.toISOString(), files });
		emit({ event: "note", text: goodUntil(expiresAt) });
		if (signal.aborted)
			emit({ event: "note", text: "It was made before the interruption came: what is named above is whole." });
	} finally {
		client.destroy();
	}
}

function goodUntil(expiresAt: Date): string {
	const secondsLeft = Math.round((expiresAt.getTime() - Date.now()) / 1000);
	const until = expiresAt.toISOString();
	return secondsLeft > 0
		? `The claim is good for ${secondsLeft} seconds, until ${until}.`
		: `The claim is good until ${until}, which has passed by this machine's clock: set the clock (NTP), as AWS makes claims good for five minutes.`;
}

const noFiles = Object.freeze({ certificate: undefined, privateKey: undefined, claim: undefined });

async function writeClaim(directory: string, templateName: string, claim: ProvisioningClaim): Promise<ClaimFiles> {
	const { certificateId, certificatePem, privateKeyPem, expiresAt } = claim;
	const files = claimFiles(join(directory, `${templateName}-${certificateId.slice(0, 8)}`));
	const about = { templateName, certificateId, expiresAt: expiresAt.toISOString() };
	await createSecretFile(files.privateKey, privateKeyPem);
	await createSecretFile(files.certificate, certificatePem);
	await createSecretFile(files.claim, `${JSON.stringify(about, undefined, "\t")}\n`);
	return files;
}
