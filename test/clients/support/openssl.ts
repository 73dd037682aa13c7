import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { runProgram } from "./run-program.js";

/** Why there is no openssl; undefined where there is one. */
export function whyNoOpenssl(): string | undefined {
	return spawnSync("openssl", ["version"]).status === 0 ? undefined : "openssl. It is not installed.";
}

export function openssl(...args: readonly string[]): Promise<string> {
	return runProgram("openssl", args);
}

export interface KeyAndRequest {
	readonly keyPath: string;
	readonly requestPath: string;
}

/** A new key and a request for a certificate, e.g. of `/CN=device-1`. */
export async function makeRequest(folder: string, name: string, subject: string): Promise<KeyAndRequest> {
	const keyPath = join(folder, `${name}.private`);
	const requestPath = join(folder, `${name}.request`);
	await openssl(
		...["req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", subject],
		...["-keyout", keyPath, "-out", requestPath],
	);
	return { keyPath, requestPath };
}
