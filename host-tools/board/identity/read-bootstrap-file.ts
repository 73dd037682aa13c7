import { X509Certificate } from "node:crypto";
import type { Bootstrap } from "../../../firmware/core/bootstrap.js";
import { readTextFile } from "../../base/files/read-text-file.js";
import { ToolError } from "../../base/tool-error.js";
import { checkDeviceMembers, type DeviceMembers, toBootstrap } from "./bootstrap-file.js";
import { checkedDevice } from "./checked-settings.js";
import { recognizeFile } from "./recognize-file.js";
import { checkSettingsChange, type SettingsChange } from "./settings-change.js";

/** The bootstrap in the file at `path`. Rejects with `file-missing`, `file-invalid`, `bootstrap-invalid`. */
export async function readBootstrap(path: string, signal?: AbortSignal): Promise<Bootstrap> {
	const next = "`thingsmith claim create … --bootstrap FILE` writes one";
	const text = await readTextFile(path, { next, signal });
	const recognized = recognizeFile(text);
	if (recognized !== undefined && recognized.what !== "a bootstrap") throw misplaced(path, "bootstrap", recognized);
	return toBootstrap(parseJson(path, text, next), path);
}

/**
 * A new device could do nothing with a claim or a certificate that has expired. Throws ToolError `claim-expired`, `credential-expired`, which
 * name `source`.
 */
export function checkIsFresh({ credential }: Bootstrap, source: string, now: Date = new Date()): void {
	const expiresAt = credential.kind === "claim" ? credential.expiresAt : undefined;
	if (expiresAt !== undefined && expiresAt <= now.getTime()) {
		throw new ToolError("claim-expired", `The claim in ${source} expired at ${new Date(expiresAt).toISOString()}`, {
			next: "make a new one, `thingsmith claim create … --bootstrap FILE`, and use it within five minutes",
		});
	}
	const notAfter = new Date(new X509Certificate(credential.certificate).validTo);
	if (notAfter > now) return;
	throw new ToolError("credential-expired", `The certificate in ${source} expired at ${notAfter.toISOString()}`, {
		next: "have a new one made",
	});
}

/**
 * A file with what all devices of a kind have in common: network, wiring, telemetry, as a bootstrap file has them. May hold Wi-Fi
 * passwords. Rejects with ToolError `file-missing`, `file-invalid`, `bootstrap-invalid`, naming file and member and never a secret.
 */
export async function readDeviceMembers(path: string, signal?: AbortSignal): Promise<DeviceMembers> {
	const members = checkDeviceMembers(await readSettings(path, signal), path);
	checkedDevice(members, path);
	return members;
}

/** A file of the same members for a board that has its identity, where null brings a default back. Rejects as `readDeviceMembers` does. */
export async function readSettingsChange(path: string, signal?: AbortSignal): Promise<SettingsChange> {
	return checkSettingsChange(await readSettings(path, signal), path);
}

async function readSettings(path: string, signal: AbortSignal | undefined): Promise<unknown> {
	const next = "see that the name is right; docs/esp32.md says what it may hold";
	const text = await readTextFile(path, { next, signal });
	const recognized = recognizeFile(text);
	if (recognized !== undefined) throw misplaced(path, "settings file", recognized);
	return parseJson(path, text, next);
}

function misplaced(path: string, wanted: string, { what, next }: { what: string; next: string }): ToolError {
	return new ToolError("file-invalid", `${path} is no ${wanted} but ${what}`, { next });
}

function parseJson(path: string, text: string, next: string): unknown {
	if (text.trim() === "") throw new ToolError("file-invalid", `${path} is empty`, { next });
	try {
		return JSON.parse(text);
	} catch {
		// The parser's own error is dropped: it quotes what it read, which may be a secret.
		throw new ToolError("file-invalid", `${path} is not JSON: there may be a comment, or a comma too many or too few`, {
			next,
		});
	}
}
