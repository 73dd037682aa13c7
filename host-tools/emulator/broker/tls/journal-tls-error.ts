import type { RefusalJournal } from "../../journal.js";

const noProtocol = "the client asks for a protocol (ALPN) that is not spoken on this port";

/** Notes a TLS failure; a connection that just goes away, as a port check does, is nothing to report. */
export function journalTlsError(journal: RefusalJournal, error: Error & { code?: string }): void {
	if (error.code === "ECONNRESET" || error.code === "EPIPE") return;
	const distrusted = /unknown.ca|bad.certificate|certificate.unknown/i.test(`${error.message} ${error.code}`);
	const foreign = /no.application.protocol/i.test(`${error.message} ${error.code}`);
	const hint = distrusted ? ": the client does not trust the emulator's root CA" : foreign ? `: ${noProtocol}` : "";
	const reason = `TLS handshake failed${hint} (${error.code ?? error.message})`;
	journal.add({ plane: "connect", code: "tls-handshake-failed", reason });
}
