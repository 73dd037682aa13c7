import assert from "node:assert/strict";
import { connectionFailure } from "../../../host-tools/virtual-device/connection-failure.js";

const errorWith = (code: string, message = code) => Object.assign(new Error(message), { code });

describe("how a connection ended", () => {
	for (const code of ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"]) {
		it(`while connecting, with ${code}, is network-unreachable`, () => {
			assert.equal(connectionFailure("connecting", errorWith(code)).code, "network-unreachable");
		});
	}

	for (const code of [
		"SELF_SIGNED_CERT_IN_CHAIN",
		"DEPTH_ZERO_SELF_SIGNED_CERT",
		"UNABLE_TO_VERIFY_LEAF_SIGNATURE",
		"UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
		"CERT_HAS_EXPIRED",
		"CERT_NOT_YET_VALID",
		"ERR_TLS_CERT_ALTNAME_INVALID",
	]) {
		it(`while connecting, with ${code}, is server-untrusted`, () => {
			assert.equal(connectionFailure("connecting", errorWith(code)).code, "server-untrusted");
		});
	}

	for (const code of ["ERR_SSL_WRONG_VERSION_NUMBER", "ECONNRESET", "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION"]) {
		it(`while connecting, with ${code}, is tls-failed`, () => {
			assert.equal(connectionFailure("connecting", errorWith(code)).code, "tls-failed");
		});
	}

	for (const code of [
		"ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN",
		"ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_REVOKED",
		"ERR_SSL_TLSV1_ALERT_UNKNOWN_CA",
	]) {
		it(`while connecting, with ${code}, is connection-refused, as on a chip`, () => {
			assert.equal(connectionFailure("connecting", errorWith(code)).code, "connection-refused");
		});
	}

	it("while connecting, without an error, is tls-failed", () => {
		assert.equal(connectionFailure("connecting", undefined).code, "tls-failed");
	});

	it("once TLS is there and before CONNACK is connection-refused, whatever the error, and says what to look at", () => {
		for (const error of [undefined, errorWith("ECONNRESET"), errorWith("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED")]) {
			const { code, message } = connectionFailure("secured", error);
			assert.equal(code, "connection-refused");
			assert.match(message, /certificate or policy/);
		}
	});

	it("after CONNACK is connection-lost, with the cause", () => {
		const cause = errorWith("ECONNRESET", "read ECONNRESET");
		const error = connectionFailure("connected", cause);
		assert.deepEqual([error.code, error.cause], ["connection-lost", cause]);
		assert.match(error.message, /read ECONNRESET/);
		assert.equal(connectionFailure("connected", undefined).code, "connection-lost");
	});
});
