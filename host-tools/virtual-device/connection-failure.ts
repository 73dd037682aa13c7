import { DeviceError, type ErrorCode } from "../../firmware/ports/errors.js";

/** How far a connection had come when it ended. */
export type ConnectionPhase = "connecting" | "secured" | "connected";

/** The port's code for how an MQTT connection over TLS ended; `error` is what Node gave, if anything. */
export function connectionFailure(phase: ConnectionPhase, error: Error | undefined): DeviceError {
	const detail = error ? `: ${error.message}` : "";
	if (phase === "connected") return new DeviceError("connection-lost", `The connection was lost${detail}`, error);
	if (phase === "secured" || certificateAlert.test(codeOf(error))) {
		const message = `The server ended the connection before CONNACK${detail}; the device's certificate or policy does not allow it`;
		return new DeviceError("connection-refused", message, error);
	}
	return new DeviceError(connectingCode(error), `Cannot connect${detail || ": the connection ended"}`, error);
}

const networkErrors: readonly string[] = Object.freeze([
	"ECONNREFUSED",
	"EHOSTUNREACH",
	"ENETUNREACH",
	"ENOTFOUND",
	"EAI_AGAIN",
	"ETIMEDOUT",
	"EADDRNOTAVAIL",
]);

/** What Node (OpenSSL's X509_verify_cert, and checkServerIdentity) says of a certificate it does not accept. */
const trustErrors: readonly string[] = Object.freeze([
	"SELF_SIGNED_CERT_IN_CHAIN",
	"DEPTH_ZERO_SELF_SIGNED_CERT",
	"UNABLE_TO_GET_ISSUER_CERT",
	"UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
	"UNABLE_TO_VERIFY_LEAF_SIGNATURE",
	"CERT_SIGNATURE_FAILURE",
	"CERT_NOT_YET_VALID",
	"CERT_HAS_EXPIRED",
	"CERT_UNTRUSTED",
	"CERT_REJECTED",
	"INVALID_CA",
	"INVALID_PURPOSE",
	"ERR_TLS_CERT_ALTNAME_INVALID",
]);

/**
 * What Node says of a server's alert about the client's certificate, with which TLS 1.2 ends its handshake (RFC 5246 section 7.2); what
 * stands before it differs with OpenSSL's version.
 */
const certificateAlert =
	/_ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA|ACCESS_DENIED)$/;

function codeOf(error: Error | undefined): string {
	return String((error as NodeJS.ErrnoException | undefined)?.code ?? "");
}

function connectingCode(error: Error | undefined): ErrorCode {
	const code = codeOf(error);
	if (trustErrors.includes(code)) return "server-untrusted";
	return networkErrors.includes(code) ? "network-unreachable" : "tls-failed";
}
