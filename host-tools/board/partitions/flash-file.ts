import { randomUUID } from "node:crypto";
import { link, unlink } from "node:fs/promises";
import type { Bootstrap } from "../../../firmware/core/bootstrap.js";
import { IdentityStore } from "../../../firmware/core/identity/identity-store.js";
import { flashGeometry } from "../../../firmware/ports/flash-rules.js";
import { isThere } from "../../base/files/is-there.js";
import { placeError } from "../../base/files/place-error.js";
import { createSecretFile, fileExists } from "../../base/files/secret-file.js";
import { systemErrorCode } from "../../base/tool-error.js";
import { openFileFlash } from "../../virtual-device/file-flash.js";
import { nodeTextCodec } from "../../virtual-device/node-text-codec.js";
import { createIdentityImage, identityPartitionSize } from "../identity/identity-image.js";

/**
 * What was done with a bootstrap: `created` a new flash file, gave a device a new `claim`, or left it alone (`kept`). `thingName`: of its
 * identity, or of one that nothing has proved yet.
 */
export type BootstrapOutcome =
	| { readonly kind: "created" }
	| { readonly kind: "claim"; readonly thingName: string | undefined }
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
 * has staged; a device with an identity is left alone. The caller holds the file's lock.
 */
export async function applyBootstrap(path: string, bootstrap: Bootstrap): Promise<BootstrapOutcome> {
	if (!(await isThere(path))) {
		await createFlashFile(path, bootstrap);
		return { kind: "created" };
	}
	const flash = openFileFlash(path);
	try {
		const store = new IdentityStore(flash, nodeTextCodec);
		const { current, candidate, claim } = store;
		const { credential } = bootstrap;
		if (current) return { kind: "kept", thingName: current.thingName };
		const known = credential.kind === "claim" ? claim : candidate;
		if (isSame(known, credential)) return { kind: "kept", thingName: candidate?.thingName };
		if (credential.kind === "permanent") {
			store.install(bootstrap);
			return { kind: "claim", thingName: undefined };
		}
		store.renewClaim(bootstrap, credential);
		return { kind: "claim", thingName: candidate?.thingName };
	} finally {
		flash.close();
	}
}

interface Certified {
	/** DER */
	readonly certificate: Uint8Array;
}

function isSame(known: Certified | undefined, other: Certified): boolean {
	return known !== undefined && Buffer.from(known.certificate).equals(other.certificate);
}
