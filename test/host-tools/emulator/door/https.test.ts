import assert from "node:assert/strict";
import { connect } from "node:tls";
import { within } from "../../../support/deadline.js";
import { allow, allowAll, type Credentials, createDevice } from "../../../support/emulator-parts.js";
import { TestFront } from "../../../support/front.js";
import { connectClient, type TestClient } from "../../../support/mqtt.js";

describe("the TLS door", () => {
	let front: TestFront;
	let device: Credentials;
	let listener: TestClient;
	before(async () => {
		front = await TestFront.start();
		device = await createDevice(front.parts, [allowAll]);
	});
	beforeEach(async () => {
		listener = await connectClient(front.parts, device, { clientId: "listener" });
	});
	afterEach(async () => {
		await listener.end();
	});
	after(() => front.close());

	const refusals = () => front.parts.journal.list().map(({ plane, code }) => `${plane} ${code}`);
	const handshake = (port: number, protocols?: string[]) => {
		const { certificatePem, privateKeyPem } = device;
		const socket = connect({
			host: "127.0.0.1",
			port,
			ca: front.parts.pki.rootCaPem,
			cert: certificatePem,
			key: privateKeyPem,
			...(protocols && { ALPNProtocols: protocols }),
		});
		const outcome = new Promise<string | false | null>((resolve, reject) => {
			socket.once("secureConnect", () => resolve(socket.alpnProtocol));
			socket.once("error", reject);
		});
		return within(outcome, "the handshake").finally(() => socket.destroy());
	};

	it("takes MQTT by ALPN, as the MQTT port does with ALPN or without", async () => {
		const port = front.httpsPort;
		const options = { clientId: "by-alpn", ALPNProtocols: ["x-amzn-mqtt-ca"] };
		for (const parts of [{ ...front.parts, port }, front.parts]) {
			const client = await connectClient(parts, device, options);
			await listener.subscribe("a/b");
			await client.publish("a/b", "hello");
			assert.equal((await listener.next()).payload.toString(), "hello");
			await client.end();
		}
	});

	it("chooses MQTT before HTTPS, takes what AWS's clients ask for, and nothing else", async () => {
		const { port } = front.parts;
		assert.equal(await handshake(front.httpsPort, ["http/1.1", "x-amzn-mqtt-ca"]), "x-amzn-mqtt-ca");
		assert.equal(await handshake(front.httpsPort, ["x-amzn-http-ca"]), "x-amzn-http-ca");
		assert.equal(await handshake(front.httpsPort, ["h2", "http/1.1"]), "http/1.1");
		assert.equal(await handshake(front.httpsPort, ["http/1.1", "mqtt"]), "mqtt");
		assert.equal(await handshake(front.httpsPort), false);
		assert.equal(await handshake(port, ["x-amzn-mqtt-ca"]), "x-amzn-mqtt-ca");
		assert.equal(await handshake(port), false);
		for (const [at, protocol] of [
			[front.httpsPort, "h2"],
			[port, "x-amzn-http-ca"],
		] as const) {
			await assert.rejects(handshake(at, [protocol]), /alert|application.protocol/i);
		}
		assert.match(front.parts.journal.list().at(-1)?.reason ?? "", /\(ALPN\) that is not spoken/);
	});

	it("publishes what a device posts, its slashes encoded or not", async () => {
		await listener.subscribe("sensors/#");
		for (const [path, protocols] of [
			["/topics/sensors/a%20b/1?qos=1", undefined],
			["/topics/sensors%2Fa%20b%2F1?qos=1", ["x-amzn-http-ca"]],
		] as const) {
			const answer = await front.https("POST", path, {
				credentials: device,
				body: "21.5",
				...(protocols && { protocols }),
			});
			assert.equal(answer.status, 200, answer.text);
			assert.equal(answer.json.message, "OK");
			assert.match(answer.json.traceId, /^[0-9a-f-]{36}$/);
			const { topic, payload } = await listener.next();
			assert.deepEqual([topic, payload.toString()], ["sensors/a b/1", "21.5"]);
		}
	});

	it("refuses what the certificate's policies deny, and explains it in the journal alone", async () => {
		const other = await createDevice(front.parts, [allow("iot:Publish", "topic/allowed")]);
		assert.equal((await front.https("POST", "/topics/allowed", { credentials: other })).status, 200);
		const denied = await front.https("POST", "/topics/forbidden", { credentials: other });
		assert.equal(denied.status, 403);
		assert.equal(denied.headers["x-amzn-errortype"], "ForbiddenException");
		assert.equal(denied.json.message, "Forbidden");
		const { plane, code, reason, target, certificateId } = front.parts.journal.list().at(-1) ?? {};
		assert.deepEqual(
			[plane, code, target, certificateId],
			["data-plane", "policy-denied", "Publish", other.certificateId],
		);
		assert.match(reason ?? "", /iot:Publish on .*topic\/forbidden is denied: no resource matches/);
		const retained = await front.https("POST", "/topics/allowed?retain=true", { credentials: other });
		assert.equal(retained.status, 403);
		assert.match(front.parts.journal.list().at(-1)?.reason ?? "", /iot:RetainPublish/);
	});

	it("has no client id: variables of the thing have a value only for one that is the certificate's alone", async () => {
		const { things } = front.parts.registry;
		const other = await createDevice(front.parts, [allow("iot:Publish", "topic/${iot:Connection.Thing.ThingName}/up")]);
		things.createThing("pump", {});
		things.attachThingPrincipal("pump", other.certificateArn);
		assert.equal((await front.https("POST", "/topics/pump/up", { credentials: other })).status, 403);
		assert.match(front.parts.journal.list().at(-1)?.reason ?? "", /Over HTTPS there is no client id.*EXCLUSIVE_THING/);
		things.detachThingPrincipal("pump", other.certificateArn);
		things.attachThingPrincipal("pump", other.certificateArn, "EXCLUSIVE_THING");
		assert.equal((await front.https("POST", "/topics/pump/up", { credentials: other })).status, 200);
	});

	it("refuses a certificate that opens nothing, and a client without one that does not sign", async () => {
		const inactive = await createDevice(front.parts, [allowAll], "INACTIVE");
		const answer = await front.https("POST", "/topics/a", { credentials: inactive });
		assert.deepEqual([answer.status, answer.json.message], [403, "Forbidden"]);
		assert.equal(refusals().at(-1), "data-plane certificate-not-active");
		const unsigned = await front.https("POST", "/topics/a");
		assert.equal(unsigned.headers["x-amzn-errortype"], "MissingAuthenticationTokenException");
	});

	it("leads a device to the services that know devices, and to no other", async () => {
		const control = await front.https("GET", "/things", { credentials: device });
		assert.equal(control.status, 501);
		assert.match(control.json.message, /GET \/things is no operation/);
		const missing = await front.https("POST", "/command-executions", { credentials: device });
		assert.match(missing.json.message, /^StartCommandExecution is for who signs/);
	});

	it("has the control plane for whoever signs", async () => {
		const authorization = "AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/iot/aws4_request, Signature=0";
		const answer = await front.https("GET", "/things", { headers: { authorization } });
		assert.equal(answer.status, 200);
		assert.ok(Array.isArray(answer.json.things));
		assert.equal((await front.https("GET", "/_thingsmith/health")).json.status, "ok");
	});

	it("says what is wrong with a client that speaks MQTT and does not ask for it", async () => {
		const parts = { ...front.parts, port: front.httpsPort };
		await assert.rejects(connectClient(parts, device, { clientId: "plain" }));
		assert.equal(refusals().at(-1), "connect mqtt-without-alpn");
	});

	it("keeps web pages out", async () => {
		const headers = { origin: "https://evil.example" };
		const answer = await front.https("POST", "/topics/a", { credentials: device, headers });
		assert.equal(answer.headers["x-amzn-errortype"], "AccessDeniedException");
	});
});
