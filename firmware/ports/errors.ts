/** Every way a device can fail. Callers branch on the code, never on the message. docs/log-schema.md says what to do about each. */
export type ErrorCode =
	| "closed"
	| "timeout"
	| "bootstrap-invalid"
	| "claim-missing"
	| "claim-expired"
	| "identity-kept"
	| "clock-unavailable"
	| "network-unreachable"
	| "network-missing"
	| "network-refused"
	| "address-missing"
	| "server-untrusted"
	| "tls-failed"
	| "connection-refused"
	| "connection-lost"
	| "subscription-refused"
	| "provisioning-rejected"
	| "provisioning-throttled"
	| "token-refused"
	| "reply-invalid"
	| "reply-too-large"
	| "flash-failed"
	| "flash-full"
	| "sensor-failed"
	| "sensor-unknown"
	| "internal";

export class DeviceError extends Error {
	// A class field: XS freezes Error.prototype, so an assignment to this.name would throw.
	override readonly name = "DeviceError";
	readonly code: ErrorCode;

	/** `message` says what failed and why, and never holds a secret. */
	constructor(code: ErrorCode, message: string, cause?: unknown) {
		super(message, cause === undefined ? undefined : { cause });
		this.code = code;
	}
}

/** Wraps whatever was thrown: a DeviceError stays itself, the rest becomes `code`. */
export function toDeviceError(thrown: unknown, code: ErrorCode = "internal"): DeviceError {
	if (thrown instanceof DeviceError) return thrown;
	const message = thrown instanceof Error ? thrown.message : String(thrown);
	return new DeviceError(code, message, thrown);
}
