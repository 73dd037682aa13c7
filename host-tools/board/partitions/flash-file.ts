import { randomUUID } from "node:crypto";
import { link, unlink } from "node:fs/promises";
import type { Bootstrap, Claim } from "../../../firmware/core/bootstrap.js";
import { IdentityStore } from "../../../firmware/core/identity/identity-store.js";
import { flashGeometry } from "../../../firmware/ports/flash-rules.js";
import { isThere } from "../../base/files/is-there.js";
import { placeError } from "../../base/files/place-error.js";
import { createSecretFile, fileExists } from "../../base/files/secret-file.js";
import { systemErrorCode } from "../../base/tool-error.js";
import { openFileFlash } from "../../virtual-device/file-flash.js";
import { nodeTextCodec } from "../../virtual-device/node-text-codec.js";
import { createIdentityImage, identityPartitionSize } from "../identity/identity-image.js";

/** What was done with a bootstrap: `created` a new flash file, gave a device a new `claim`, or left it alone (`kept`). */
export type BootstrapOutcome =
	| { readonly kind: "created" }
	| { readonly kind: "claim" }
	| { readonly kind: "kept"; readonly thingName: string | undefined };

/** Makes a new device's flash file, 0600. It appears whole or, after a power cut, not at all. Rejects with ToolError `file-exists`, `file-forbidden`. */
export async function createFlashFile(path: string, bootstrap: Bootstrap): Promise<void> {
	await createWhole(path, createIdentityImage(bootstrap));
}

/** Makes the flash file of a device that nobody has flashed yet, as `createFlashFile` does. */
export async function createBlankFlashFile(path: string): Promise<void> {
	await createWhole(path, new Uint8Array(identityPartitionSize).fill(flashGeometry.eraseValue));
}

async function createWhole(path: string, content: Uint8Array): Promise<void> {
	const temporary = `${path}.${randomUUID()}`;
	await createSecretFile(temporary, content);
	try {
		// Unlike rename, link does not replace a file that came in between.
		await link(temporary, path);
	} catch (error) {
		throw systemErrorCode(error) === "EEXIST" ? fileExists(path, error) : placeError(path, error);
	} finally {
		await unlink(temporary);
	}
}

/**
 * Brings a bootstrap into a flash file: a new file is created; a device without identity gets the new claim and keeps what it
 * has staged; a device that AWS knows already is left alone. The caller holds the file's lock.
 */
export async function applyBootstrap(path: string, bootstrap: Bootstrap): Promise<BootstrapOutcome> {
	if (!(await isThere(path))) {
		await createFlashFile(path, bootstrap);
		return { kind: "created" };
	}
	const flash = openFileFlash(path);
	try {
		const store = new IdentityStore(flash, nodeTextCodec);
		const thingName = store.current?.thingName ?? store.candidate?.thingName;
		const { credential } = bootstrap;
		if (thingName !== undefined) return { kind: "kept", thingName };
		if (credential.kind === "permanent") store.install(bootstrap);
		else if (isSame(store.claim, credential)) return { kind: "kept", thingName: undefined };
		else store.renewClaim(bootstrap, credential);
		return { kind: "claim" };
	} finally {
		flash.close();
	}
}

function isSame(claim: Claim | undefined, other: Claim): boolean {
	return claim !== undefined && Buffer.from(claim.certificate).equals(other.certificate);
}
