import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { TlsOptions } from "node:tls";
import type { Finding } from "../../../../host-tools/base/doctor/check.js";
import { type ProbeOptions, probeEndpoint } from "../../../../host-tools/cloud/doctor/probe-endpoint.js";
import { within } from "../../../support/deadline.js";
import { SilentServer } from "../../../support/silent-server.js";
import { skipBecause } from "../../../support/skip-because.js";
import { startStalledServer } from "../../../support/stalled-server.js";
import { TestAuthority } from "../../../support/test-authority.js";
import { startTlsServer } from "../../../support/tls-server.js";

const host = "cloud.test";
const protocol = "x-amzn-mqtt-ca";
const day = 86_400_000;

/** What a finding tells scripts. */
function told(finding: Finding): readonly unknown[] {
	return [finding.status, finding.status === "ok" ? undefined : finding.code, finding.facts?.failedStep];
}

describe("probeEndpoint", () => {
	let authority: TestAuthority;
	let stranger: TestAuthority;
	before(async () => {
		authority = await TestAuthority.make("CN=Cloud Root");
		stranger = await TestAuthority.make("CN=Corporate Proxy,O=Acme");
	});

	async function probe(port: number, more: Partial<ProbeOptions> = {}) {
		const { signal } = new AbortController();
		const addresses = ["127.0.0.1"];
		const known = {
			host,
			addresses,
			port,
			rootCaPem: authority.certificatePem,
			otherRoots: [],
			emulated: false,
			signal,
		};
		return within(probeEndpoint({ ...known, ...more }), "the end of the probe");
	}

	/** What is found of a server with a certificate of `issuer`. */
	async function probeServer(
		issuer: TestAuthority,
		issue: { subject?: string; notBefore?: number; notAfter?: number } = {},
		{ tls, ...more }: Partial<ProbeOptions> & { tls?: TlsOptions } = {},
	) {
		const { subject = `CN=${host}`, ...dates } = issue;
		const { certificatePem, privateKeyPem } = await issuer.issue(subject, dates);
		const server = await startTlsServer(() => undefined, {
			cert: certificatePem + issuer.certificatePem,
			key: privateKeyPem,
			...tls,
		});
		try {
			return await probe(server.port, more);
		} finally {
			await server.close();
		}
	}

	/** What is found of a plain TCP server that does `act` with the first bytes that come. */
	async function probeTcp(act: (socket: Socket) => void) {
		const server = createServer((socket) => {
			socket.on("error", () => undefined);
			socket.once("data", () => act(socket));
		}).listen(0, "127.0.0.1");
		await once(server, "listening");
		try {
			return await probe((server.address() as AddressInfo).port);
		} finally {
			server.close();
		}
	}

	it("goes all the way of a device, and says how long each step took", async () => {
		const { finding, handshake } = await probeServer(authority);
		assert.deepEqual(told(finding), ["ok", undefined, null]);
		assert.match(finding.message, /^cloud\.test:\d+: TCP \d+ ms, TLSv1\.3 \d+ ms$/);
		assert.equal(typeof finding.facts?.tcpMs, "number");
		assert.equal(typeof finding.facts?.tlsMs, "number");
		assert.equal(handshake?.chain[0]?.subject, `CN=${host}`);
	});

	it("asks by the server's name, and for the protocol", async () => {
		const asked: unknown[] = [];
		const tls: TlsOptions = {
			ALPNCallback: ({ servername, protocols }) => {
				asked.push(servername, protocols);
				return protocols[0];
			},
		};
		const { finding } = await probeServer(authority, {}, { protocol, tls });
		assert.equal(finding.status, "ok");
		assert.deepEqual(asked, [host, [protocol]]);
	});

	it("finds a port where nothing listens", async () => {
		const server = createServer().listen(0, "127.0.0.1");
		await once(server, "listening");
		const { port } = server.address() as AddressInfo;
		server.close();
		await once(server, "close");
		assert.deepEqual(told((await probe(port)).finding), ["fail", "tcp-refused", "tcp"]);
	});

	it("finds a firewall that drops what is sent", async function () {
		if (process.platform !== "linux") skipBecause(this, "a port that drops SYN. Linux is known to.");
		const stalled = await startStalledServer();
		try {
			const { finding } = await probe(stalled.port, { connectMs: 100 });
			assert.deepEqual(told(finding), ["fail", "tcp-silent", "tcp"]);
			assert.match(finding.message, /firewall drops/);
		} finally {
			await stalled.close();
		}
	});

	it("takes the address that answers, when another one does not", async () => {
		const { finding } = await probeServer(authority, {}, { addresses: ["127.0.0.2", "127.0.0.1", "::1"] });
		assert.equal(finding.status, "ok");
	});

	it("finds a server that takes the connection and says nothing", async () => {
		const silent = await SilentServer.start();
		try {
			assert.deepEqual(told((await probe(silent.port, { handshakeMs: 50 })).finding), ["fail", "tls-silent", "tls"]);
		} finally {
			silent.close();
		}
	});

	it("finds one that hangs up on the handshake, and one that does not speak TLS", async () => {
		assert.deepEqual(told((await probeTcp((socket) => socket.resetAndDestroy())).finding), ["fail", "tls-cut", "tls"]);
		assert.deepEqual(told((await probeTcp((socket) => socket.end())).finding), ["fail", "tls-cut", "tls"]);
		const page = (socket: Socket) => socket.end("HTTP/1.1 302 Found\r\nLocation: http://portal.test/\r\n\r\n");
		assert.deepEqual(told((await probeTcp(page)).finding), ["fail", "tls-none", "tls"]);
	});

	it("finds a certificate that is over, and one that is not good yet", async () => {
		const now = Date.now();
		const over = await probeServer(authority, { notBefore: now - 2 * day, notAfter: now - day });
		assert.deepEqual(told(over.finding), ["fail", "certificate-expired", "tls"]);
		assert.match(
			over.finding.message,
			new RegExp(`"${host}" expired at ${new Date(now - day).toISOString().slice(0, 17)}`),
		);
		const early = await probeServer(authority, { notBefore: now + day, notAfter: now + 2 * day });
		assert.deepEqual(told(early.finding), ["fail", "certificate-early", "tls"]);
	});

	it("finds a proxy that opens TLS, and names who signs for it", async () => {
		const { finding } = await probeServer(stranger);
		assert.deepEqual(told(finding), ["fail", "tls-intercepted", "tls"]);
		assert.match(finding.message, /"Corporate Proxy"/);
		const emulated = await probeServer(stranger, {}, { emulated: true });
		assert.deepEqual(told(emulated.finding), ["fail", "tls-intercepted", "tls"]);
		assert.match(emulated.finding.message, /another server has the port/);
	});

	it("tells another of the endpoint's roots from a proxy", async () => {
		const otherRoots = [{ file: "certs/Other.pem", certificate: new X509Certificate(stranger.certificatePem) }];
		const { finding } = await probeServer(stranger, {}, { otherRoots });
		assert.deepEqual(told(finding), ["fail", "root-ca-other", "tls"]);
		assert.match(finding.status === "ok" ? "" : finding.next, /--root-ca certs\/Other\.pem/);
		// The same name, and another key: a proxy may call itself as it likes.
		const namesake = await TestAuthority.make("CN=Corporate Proxy,O=Acme");
		const faked = await probeServer(namesake, {}, { otherRoots });
		assert.deepEqual(told(faked.finding), ["fail", "tls-intercepted", "tls"]);
	});

	it("finds a server of another name", async () => {
		const { finding } = await probeServer(authority, { subject: "CN=portal.test" });
		assert.deepEqual(told(finding), ["fail", "certificate-foreign", "tls"]);
		assert.match(finding.message, /portal\.test/);
	});

	it("finds a server that does not have the protocol, and a proxy that drops the wish for it", async () => {
		const refused = await probeServer(authority, {}, { protocol, tls: { ALPNProtocols: ["http/1.1"] } });
		assert.deepEqual(told(refused.finding), ["fail", "alpn-refused", "tls"]);
		const dropped = await probeServer(authority, {}, { protocol });
		assert.deepEqual(told(dropped.finding), ["fail", "alpn-dropped", "tls"]);
	});

	it("sees the certificate of a server of TLS 1.2, too, which ends the handshake with whoever has none", async () => {
		const tls: TlsOptions = { maxVersion: "TLSv1.2", requestCert: true, rejectUnauthorized: true };
		const { finding, handshake } = await probeServer(authority, {}, { tls });
		assert.deepEqual(told(finding), ["ok", undefined, null]);
		assert.equal(handshake?.chain[0]?.subject, `CN=${host}`);
		assert.equal(finding.facts?.tlsVersion, "TLSv1.2");
		const now = Date.now();
		const over = await probeServer(authority, { notBefore: now - 2 * day, notAfter: now - day }, { tls });
		assert.deepEqual(told(over.finding), ["fail", "certificate-expired", "tls"]);
		assert.deepEqual(told((await probeServer(stranger, {}, { tls })).finding), ["fail", "tls-intercepted", "tls"]);
		const foreign = await probeServer(authority, { subject: "CN=portal.test" }, { tls });
		assert.deepEqual(told(foreign.finding), ["fail", "certificate-foreign", "tls"]);
	});

	it("ends at the signal", async () => {
		const silent = await SilentServer.start();
		const stop = new AbortController();
		silent.connections.once("connection", () => stop.abort());
		try {
			await assert.rejects(probe(silent.port, { signal: stop.signal }), { code: "interrupted" });
		} finally {
			silent.close();
		}
	});
});
