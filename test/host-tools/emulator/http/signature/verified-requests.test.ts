import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { CreateThingCommand, IoTClient, ListThingsCommand } from "@aws-sdk/client-iot";
import { PublishCommand } from "@aws-sdk/client-iot-data-plane";
import type { AccessKey } from "../../../../../host-tools/emulator/http/signature/access-keys.js";
import { within } from "../../../../support/deadline.js";
import { allowAll, createDevice } from "../../../../support/emulator-parts.js";
import { TestFront } from "../../../../support/front.js";
import { signerFor } from "../../../../support/sign.js";
import { awsException } from "../test-control-plane.js";

const key = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const temporary = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "other", sessionToken: "token" };
const wrong = { ...key, secretAccessKey: "wrong" };
const stranger = { ...key, accessKeyId: "AKIDSTRANGER" };

describe("an emulator that was given access keys", () => {
	let front: TestFront;
	before(async () => {
		front = await TestFront.start({ accessKeys: [key, temporary] });
	});
	after(() => front.close());

	const withIot = async <T>(credentials: AccessKey, use: (client: IoTClient) => Promise<T>): Promise<T> => {
		const { accessKeyId, secretAccessKey, sessionToken } = credentials;
		const client = new IoTClient({
			endpoint: front.httpUrl,
			region: "eu-central-1",
			credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
			maxAttempts: 1,
		});
		try {
			return await use(client);
		} finally {
			client.destroy();
		}
	};
	const publish = async (credentials: AccessKey, endpoint: string) => {
		const client = front.dataPlane(endpoint, credentials);
		try {
			return await client.send(new PublishCommand({ topic: "a/b", payload: Buffer.from("x") }));
		} finally {
			client.destroy();
		}
	};
	const whoAmI = async (credentials: AccessKey) => {
		const body = "Action=GetCallerIdentity&Version=2011-06-15";
		const headers = {
			host: `127.0.0.1:${front.front.httpPort}`,
			"content-type": "application/x-www-form-urlencoded; charset=utf-8",
		};
		const request = { method: "POST", protocol: "http:", hostname: "127.0.0.1", path: "/", headers, body };
		const signed = await signerFor("sts", credentials).sign(request);
		const answer = new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
			const sent = httpRequest(`${front.httpUrl}/`, { method: "POST", headers: signed.headers }, (response) => {
				let text = "";
				response.on("data", (chunk) => {
					text += chunk;
				});
				response.on("end", () => resolve({ status: response.statusCode, text }));
			});
			sent.on("error", reject).end(body);
		});
		return within(answer, "the answer");
	};

	it("takes requests that the SDKs sign with one of them, over HTTP and HTTPS", async () => {
		for (const credentials of [key, temporary]) {
			await withIot(credentials, async (iot) => {
				await iot.send(new CreateThingCommand({ thingName: `of:${credentials.accessKeyId}`, attributePayload: {} }));
				await iot.send(new ListThingsCommand({ maxResults: 1, attributeName: "a b", attributeValue: "c/d" }));
			});
			await publish(credentials, front.httpUrl);
			await publish(credentials, front.httpsUrl);
			assert.match((await whoAmI(credentials)).text, /<Account>000000000000</);
		}
	});

	it("refuses the others in the words of the service that they are for", async () => {
		const list = (credentials: AccessKey) => withIot(credentials, (iot) => iot.send(new ListThingsCommand({})));
		const mismatch = /^The request signature we calculated does not match the signature you provided\./;
		const unknown = /^The security token included in the request is invalid\.$/;
		await assert.rejects(list(wrong), awsException("InvalidSignatureException", 403, mismatch));
		await assert.rejects(list(stranger), awsException("UnrecognizedClientException", 403, unknown));
		await assert.rejects(publish(wrong, front.httpUrl), awsException("ForbiddenException", 403, mismatch));
		const sts = await whoAmI(wrong);
		assert.deepEqual([sts.status, /<Code>SignatureDoesNotMatch<\/Code>/.test(sts.text)], [403, true]);
		assert.match((await whoAmI(stranger)).text, /<Code>InvalidClientTokenId<\/Code>/);
	});

	it("tells nobody what is there before the signature is right", async () => {
		const authorization = "AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/iot/aws4_request, Signature=0";
		const answer = await front.https("GET", "/no/such/path", { headers: { authorization } });
		assert.equal(answer.headers["x-amzn-errortype"], "IncompleteSignatureException");
		assert.match(answer.json.message, /^Authorization header requires 'SignedHeaders' parameter/);
	});

	it("knows the time by the machine's clock, as clients do", async () => {
		front.parts.clock.advance(3_600_000);
		await publish(key, front.httpUrl);
	});

	it("takes devices by their certificates, and its own pages without a signature", async () => {
		const device = await createDevice(front.parts, [allowAll]);
		assert.equal((await front.https("POST", "/topics/a", { credentials: device })).status, 200);
		assert.equal((await front.https("GET", "/_thingsmith/health")).status, 200);
	});
});
