import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import { IdentityStore } from "../../../firmware/core/identity/identity-store.js";
import { isThere } from "../../base/files/is-there.js";
import { makePrivateDirectory } from "../../base/files/private-files.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { toBootstrap } from "../../board/identity/bootstrap-file.js";
import { claimBootstrap } from "../../board/identity/claim-bootstrap.js";
import { applyBootstrap } from "../../board/partitions/flash-file.js";
import { removeReadingsFile } from "../../board/partitions/readings-file.js";
import type { AwsSettings } from "../../cloud/account/aws-settings.js";
import { checkTemplate } from "../../cloud/account/check-template.js";
import { describeDataEndpoint } from "../../cloud/account/data-endpoint.js";
import { createIotClient } from "../../cloud/account/iot-client.js";
import { createProvisioningClaim } from "../../cloud/account/provisioning-claim.js";
import { findRootCa } from "../../cloud/account/root-ca.js";
import { openFileFlash } from "../../virtual-device/file-flash.js";
import { nodeTextCodec } from "../../virtual-device/node-text-codec.js";
import type { ClaimedEvent } from "./claim-create.js";

/** Readings of a device somebody is looking at, ms. */
const intervalMs = 2_000;

export interface SimulatorFlashOptions {
	readonly aws: AwsSettings;
	readonly templateName: string;
	readonly flashFile: string;
}

/**
 * Makes the flash file ready to start: one with an identity that this endpoint's root CA goes with stays as it is; any other gets a claim,
 * fresh from the endpoint.
 */
export async function prepareSimulatorFlash(
	options: SimulatorFlashOptions,
	emit: TaskContext<ClaimedEvent | NoteEvent>["emit"],
): Promise<void> {
	const { aws, templateName, flashFile } = options;
	const rootCa = await findRootCa(undefined, aws);
	if (await isThere(flashFile)) {
		const known = readIdentity(flashFile);
		if (known.thingName !== undefined && known.trusts(rootCa)) {
			return emit({
				event: "note",
				text: `The simulator is ${known.thingName} already and goes on; --new starts over.`,
			});
		}
		// Another cloud than the one the device was made for, such as an emulator started afresh: it is nobody there.
		if (!known.trusts(rootCa)) await rm(flashFile);
	}
	if (!(await isThere(flashFile))) await removeReadingsFile(flashFile);
	const bootstrap = await requestBootstrap(aws, templateName, rootCa);
	await makePrivateDirectory(path.dirname(flashFile));
	await applyBootstrap(flashFile, toBootstrap(bootstrap));
	emit({ event: "claimed", templateName, expiresAt: bootstrap.claim.expiresAt });
}

async function requestBootstrap(aws: AwsSettings, templateName: string, rootCaPem: string) {
	const client = createIotClient(aws);
	try {
		const parameters = { SerialNumber: `simulator-${randomBytes(3).toString("hex")}` };
		await checkTemplate(client, templateName, parameters);
		const endpoint = await describeDataEndpoint(client, aws);
		const claim = await createProvisioningClaim(client, templateName, aws);
		return claimBootstrap(claim, {
			endpoint,
			rootCaPem,
			templateName,
			parameters,
			device: { telemetry: { intervalMs } },
		});
	} finally {
		client.destroy();
	}
}

function readIdentity(flashFile: string) {
	const flash = openFileFlash(flashFile);
	try {
		const store = new IdentityStore(flash, nodeTextCodec);
		const known = store.rootCa === undefined ? undefined : Buffer.from(store.rootCa).toString("base64");
		return {
			thingName: store.current?.thingName,
			trusts: (rootCaPem: string) => known === rootCaPem.replace(/-----[^-]+-----|\s/g, ""),
		};
	} finally {
		flash.close();
	}
}
