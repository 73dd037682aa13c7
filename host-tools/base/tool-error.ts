import type { ErrorCode } from "../../firmware/ports/errors.js";

/** Every way a command can fail besides the device's own. Exit codes: cli/commands/exit-codes.ts. */
export type ToolErrorCode =
	| ErrorCode
	| "usage"
	| "interrupted"
	| "installation-incomplete"
	| "region-missing"
	| "credentials-missing"
	| "credentials-refused"
	| "permission-missing"
	| "endpoint-unreachable"
	| "endpoint-invalid"
	| "region-invalid"
	| "profile-missing"
	| "config-invalid"
	| "clock-skewed"
	| "port-busy"
	| "port-forbidden"
	| "port-missing"
	| "port-ambiguous"
	| "port-lost"
	| "chip-silent"
	| "chip-mismatch"
	| "chip-locked"
	| "firmware-missing"
	| "firmware-invalid"
	| "flash-mismatch"
	| "partition-mismatch"
	| "board-silent"
	| "boot-loop"
	| "brownout"
	| "download-mode"
	| "bootloader-missing"
	| "firmware-crashed"
	| "firmware-foreign"
	| "line-garbled"
	| "bootstrap-refused"
	| "thing-incomplete"
	| "template-missing"
	| "template-unusable"
	| "parameter-missing"
	| "parameter-unknown"
	| "parameter-invalid"
	| "aws-refused"
	| "account-conflict"
	| "account-mismatch"
	| "account-not-empty"
	| "root-ca-invalid"
	| "file-exists"
	| "file-missing"
	| "file-invalid"
	| "file-forbidden"
	| "credential-invalid"
	| "credential-expired"
	| "emulator-failed"
	| "lint-findings"
	| "in-use"
	| "flash-in-use"
	| "sdk-missing"
	| "idf-missing"
	| "toolchain-missing"
	| "build-failed"
	| "simulator-ended"
	| "checks-failed";

export interface ToolErrorOptions {
	/** The next thing to try: a command or a short instruction. */
	readonly next?: string | undefined;
	/** Which of several devices failed. */
	readonly device?: string | undefined;
	readonly cause?: unknown;
}

export class ToolError extends Error {
	override readonly name = "ToolError";
	readonly code: ToolErrorCode;
	readonly next: string | undefined;
	readonly device: string | undefined;

	/** `message` says what failed and why, and never holds a secret. */
	constructor(code: ToolErrorCode, message: string, { next, device, cause }: ToolErrorOptions = {}) {
		super(message, cause === undefined ? undefined : { cause });
		this.code = code;
		this.next = next;
		this.device = device;
	}
}

/** The `code` of a Node system error (ENOENT, EADDRINUSE, …); undefined for anything else. */
export function systemErrorCode(thrown: unknown): string | undefined {
	return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : undefined;
}

/** True for a ToolError with that code. */
export function hasCode(thrown: unknown, code: ToolErrorCode): boolean {
	return thrown instanceof ToolError && thrown.code === code;
}
