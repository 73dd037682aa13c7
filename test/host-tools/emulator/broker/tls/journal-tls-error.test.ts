import assert from "node:assert/strict";
import { journalTlsError } from "../../../../../host-tools/emulator/broker/tls/journal-tls-error.js";
import { EmulatorClock } from "../../../../../host-tools/emulator/clock.js";
import { Journal } from "../../../../../host-tools/emulator/journal.js";

describe("journalTlsError()", () => {
	const entries = (message: string, code: string) => {
		const journal = new Journal(new EmulatorClock());
		journalTlsError(journal, Object.assign(new Error(message), { code }));
		return journal.list();
	};

	it("says that the client does not trust the root CA when its alert means that", () => {
		// As OpenSSL reports mbedTLS's alert 48.
		const [entry] = entries("ssl3_read_bytes:tlsv1 alert unknown ca", "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA");
		assert.equal(entry?.code, "tls-handshake-failed");
		assert.match(entry?.reason ?? "", /does not trust the emulator's root CA/);
	});

	it("reports other failures by their code, and connections that just go away not at all", () => {
		const [entry] = entries("unsupported protocol", "ERR_SSL_UNSUPPORTED_PROTOCOL");
		assert.match(entry?.reason ?? "", /^TLS handshake failed \(ERR_SSL_UNSUPPORTED_PROTOCOL\)$/);
		assert.deepEqual(entries("read ECONNRESET", "ECONNRESET"), []);
	});
});
