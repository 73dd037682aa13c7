import assert from "node:assert/strict";
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { within } from "../../../support/deadline.js";
import { TestFront } from "../../../support/front.js";

const http2 = { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAMAAABkAAQAAP__" };
const authorization = "AWS4-HMAC-SHA256 Credential=x/20300101/us-east-1/iot/aws4_request";

describe("a request that offers to upgrade to something else than WebSocket", () => {
	let front: TestFront;
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	before(async () => {
		front = await TestFront.start();
	});
	after(async () => {
		agent.destroy();
		await front.close();
	});

	/** On one connection that is kept, in as many writes as the body has parts. */
	const send = (method: string, path: string, headers: object, parts: readonly string[] = []) => {
		const answer = new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; text: string }>(
			(resolve, reject) => {
				const options = { host: "127.0.0.1", port: front.front.httpPort, method, path, agent };
				const asked = request({ ...options, headers: { authorization, ...headers } }, (response) => {
					let text = "";
					response.setEncoding("utf8").on("data", (chunk) => {
						text += chunk;
					});
					response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text }));
				});
				asked.on("error", reject).on("upgrade", () => reject(new Error("It was upgraded")));
				for (const part of parts) asked.write(part);
				asked.end();
			},
		);
		return within(answer, "the answer");
	};

	it("is answered as if it did not, and so is what follows on its connection", async () => {
		for (const upgrade of ["h2c", "TLS/1.0", "foo/1, bar"]) {
			const { status, headers } = await send("GET", "/_thingsmith/health", { ...http2, upgrade });
			assert.deepEqual([status, headers.upgrade], [200, undefined]);
		}
		assert.equal((await send("GET", "/_thingsmith/health", {})).status, 200);
		assert.equal((await front.https("GET", "/_thingsmith/health", { headers: http2 })).status, 200);
	});

	it("has its whole body, of known length or in chunks", async () => {
		const value = "x".repeat(800);
		const body = JSON.stringify({ attributePayload: { attributes: { one: value, two: value } } });
		const parts = [body.slice(0, 20), body.slice(20)];
		for (const [name, length] of [
			["known", { "content-length": body.length }],
			["chunked", {}],
		] as const) {
			const { status, text } = await send("POST", `/things/${name}`, { ...http2, ...length }, parts);
			assert.equal(status, 200, text);
			assert.equal(front.parts.registry.things.findThing(name)?.attributes.two, value);
		}
	});

	it("is refused as any other", async () => {
		const { status, headers } = await send("GET", "/things/none", http2);
		assert.deepEqual([status, headers["x-amzn-errortype"]], [404, "ResourceNotFoundException"]);
		assert.equal((await send("GET", "/things", { ...http2, origin: "https://example.org" })).status, 403);
	});
});
