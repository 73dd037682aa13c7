import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TlsOptions } from "node:tls";
import type { CheckedEvent } from "../../../../host-tools/base/doctor/check.js";
import { runChecks } from "../../../../host-tools/base/doctor/run-checks.js";
import { createIotClient } from "../../../../host-tools/cloud/account/iot-client.js";
import { cloudFound } from "../../../../host-tools/cloud/doctor/cloud-found.js";
import { type EndpointChecksOptions, endpointChecks } from "../../../../host-tools/cloud/doctor/endpoint-checks.js";
import { type DnsBehaviour, DnsServer } from "../../../support/dns-server.js";
import { TestAuthority } from "../../../support/test-authority.js";
import { startTlsServer } from "../../../support/tls-server.js";

const host = "cloud.test";

/** An API that says where the endpoint is; an emulator's, where `httpsPort` is given: its root CA is `rootCaPem`. */
async function startApi(endpointPort: number, emulator?: { readonly rootCaPem: string; readonly httpsPort?: number }) {
	const server = createServer((request, response) => {
		const path = request.url?.split("?")[0];
		const json = (value: unknown) => response.setHeader("content-type", "application/json").end(JSON.stringify(value));
		if (path === "/endpoint") return json({ endpointAddress: `${host}:${endpointPort}` });
		if (path === "/_thingsmith/root-ca.pem" && emulator !== undefined) return response.end(emulator.rootCaPem);
		if (path === "/_thingsmith/endpoint" && emulator !== undefined) {
			return json({ mqttHost: host, mqttPort: endpointPort, httpsPort: emulator.httpsPort });
		}
		return response.writeHead(404).end();
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}

describe("endpointChecks", () => {
	let authority: TestAuthority;
	before(async () => {
		authority = await TestAuthority.make("CN=Emulator Root");
	});

	/** What is found, by check, of an endpoint with a certificate of `authority` behind a name server that behaves so. */
	async function look(
		dns: DnsBehaviour,
		{
			ports,
			limits,
			tls,
		}: { ports?: "both" | "mqtt" | "unknown"; limits?: EndpointChecksOptions["limits"]; tls?: TlsOptions } = {},
	): Promise<Record<string, CheckedEvent>> {
		const { certificatePem, privateKeyPem } = await authority.issue(`CN=${host}`);
		const server = await startTlsServer(() => undefined, { cert: certificatePem, key: privateKeyPem, ...tls });
		const httpsPort = ports === "mqtt" ? {} : { httpsPort: server.port };
		const emulator = ports === "unknown" ? undefined : { rootCaPem: authority.certificatePem, ...httpsPort };
		const api = await startApi(server.port, emulator);
		const names = await DnsServer.start(dns);
		const settings = {
			endpointUrl: api.url,
			region: "us-east-1",
			profile: undefined,
			hasEnvironmentCredentials: false,
		};
		const client = createIotClient(settings);
		const found = cloudFound();
		found.account.give({ client, settings, region: "us-east-1" });
		found.credentials.give(true);
		try {
			const checks = endpointChecks({ found, resolver: names.resolver, ...(limits !== undefined && { limits }) });
			const done = await runChecks(checks, { emit: () => undefined, signal: new AbortController().signal });
			return Object.fromEntries(done.map((one) => [one.check, one]));
		} finally {
			client.destroy();
			names.close();
			api.close();
			await server.close();
		}
	}
	const codes = (done: Record<string, CheckedEvent>) =>
		Object.values(done).map(({ check, status, code }) => [check, status, code ?? null]);

	it("go from the API by the name server to both ports", async () => {
		const done = await look({ address: "127.0.0.1" }, { tls: { ALPNProtocols: ["x-amzn-mqtt-ca"] } });
		assert.deepEqual(codes(done), [
			["endpoint", "ok", null],
			["endpoint-dns", "ok", null],
			["mqtt", "ok", null],
			["mqtt-alpn", "ok", null],
			["clock", "ok", null],
		]);
		assert.deepEqual(done["endpoint-dns"]?.facts?.addresses, ["127.0.0.1"]);
	});

	it("tell a name that is not known from a resolver that says nothing, and do not go on", async () => {
		const unknown = await look("no-such-name");
		assert.deepEqual(codes(unknown).slice(1, 4), [
			["endpoint-dns", "fail", "dns-unknown"],
			["mqtt", "warn", "not-checked"],
			["mqtt-alpn", "warn", "not-checked"],
		]);
		const silent = await look("silent", { limits: { answerMs: 500 } });
		assert.equal(silent["endpoint-dns"]?.code, "dns-silent");
		assert.equal(silent["endpoint-dns"]?.facts?.failedStep, "dns");
	});

	it("only warn where MQTT by ALPN does not work, and want none of an emulator without that port", async () => {
		const dropped = await look({ address: "127.0.0.1" });
		assert.deepEqual(codes(dropped).slice(2, 4), [
			["mqtt", "ok", null],
			["mqtt-alpn", "warn", "alpn-dropped"],
		]);
		const none = await look({ address: "127.0.0.1" }, { ports: "mqtt" });
		assert.deepEqual(codes(none)[3], ["mqtt-alpn", "ok", null]);
	});

	it("trust Amazon's root alone where no emulator says that it has another", async () => {
		const done = await look({ address: "127.0.0.1" }, { ports: "unknown", limits: { connectMs: 200 } });
		assert.deepEqual(codes(done)[2], ["mqtt", "fail", "tls-intercepted"]);
		assert.match(done.mqtt?.message ?? "", /"Emulator Root" comes instead of Amazon's/);
	});
});
