import assert from "node:assert/strict";
import { TlsSessions } from "../../../../firmware/adapters/mqtt/tls-sessions.js";
import type { MqttOptions } from "../../../../firmware/ports/mqtt-client.js";

const dayMs = 24 * 3_600_000;
const identity: MqttOptions = {
	host: "broker.example",
	port: 8883,
	rootCa: Uint8Array.of(1, 2, 3),
	certificate: Uint8Array.of(4, 5, 6),
	privateKey: Uint8Array.of(7),
	clientId: "thing",
	keepAliveSeconds: 60,
};
const id = Uint8Array.of(9).buffer;
const secret = Uint8Array.of(8);

describe("TLS sessions", () => {
	const realNow = Date.now;
	let now = realNow();

	beforeEach(() => {
		now = realNow();
		Date.now = () => now;
	});

	afterEach(() => {
		Date.now = realNow;
	});

	/** A connection that came to CONNACK through a full handshake. */
	function connect(sessions: TlsSessions, options: MqttOptions, verifiedUntil = now + 30 * dayMs): void {
		const connection = sessions.forConnection(options);
		connection.verified(verifiedUntil);
		connection.saveSession(options.host, id, secret);
		connection.confirm();
	}

	function offered(sessions: TlsSessions, options: MqttOptions = identity) {
		return sessions.forConnection(options).getByHost(options.host);
	}

	it("offers the last session of the same server, root and certificate", () => {
		const sessions = new TlsSessions();
		assert.equal(offered(sessions), undefined);
		connect(sessions, identity);
		assert.deepEqual(offered(sessions, { ...identity, certificate: identity.certificate.slice() }), { id, secret });
	});

	const others: Record<string, Partial<MqttOptions>> = {
		"another certificate, as the claim's": { certificate: Uint8Array.of(4, 5, 7) },
		"a longer certificate": { certificate: Uint8Array.of(4, 5, 6, 0) },
		"another root CA": { rootCa: Uint8Array.of(1, 2, 4) },
		"another server": { host: "other.example" },
		"another port": { port: 443 },
		"another client id": { clientId: "other" },
	};
	for (const [what, change] of Object.entries(others)) {
		it(`offers nothing to ${what}, and has forgotten the session afterwards`, () => {
			const sessions = new TlsSessions();
			connect(sessions, identity);
			assert.equal(offered(sessions, { ...identity, ...change }), undefined);
			assert.equal(offered(sessions), undefined);
		});
	}

	it("is followed by a full handshake when a resumed connection does not come to CONNACK", () => {
		const sessions = new TlsSessions();
		connect(sessions, identity);
		const resumed = sessions.forConnection(identity);
		assert.ok(resumed.getByHost(identity.host));
		resumed.saveSession(identity.host, id, secret);
		assert.equal(offered(sessions), undefined);
	});

	it("offers a session again and again, but only for a day from the full handshake", () => {
		const sessions = new TlsSessions();
		connect(sessions, identity);
		for (let hour = 0; hour < 23; hour += 1) {
			now += dayMs / 24;
			const resumed = sessions.forConnection(identity);
			assert.ok(resumed.getByHost(identity.host), `after ${hour + 1} hours`);
			resumed.saveSession(identity.host, id, secret);
			resumed.confirm();
		}
		now += dayMs / 24;
		assert.equal(offered(sessions), undefined);
	});

	it("offers none once a certificate of the server has expired, nor when the clock went back", () => {
		const sessions = new TlsSessions();
		connect(sessions, identity, now + 1000);
		now += 1000;
		assert.equal(offered(sessions), undefined);
		connect(sessions, identity);
		now -= 1;
		assert.equal(offered(sessions), undefined);
	});

	it("keeps no session whose server was not verified", () => {
		const sessions = new TlsSessions();
		const connection = sessions.forConnection(identity);
		connection.saveSession(identity.host, id, secret);
		connection.confirm();
		assert.equal(offered(sessions), undefined);
	});
});
