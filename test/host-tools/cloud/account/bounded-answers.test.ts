import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { DescribeEndpointCommand } from "@aws-sdk/client-iot";
import { createIotClient } from "../../../../host-tools/cloud/account/iot-client.js";
import { patience } from "../../../support/patience.js";

/** What a client of an endpoint that answers by `listener` gets. */
async function ask(listener: RequestListener): Promise<string | undefined> {
	const server = createServer(listener).listen(0, "127.0.0.1");
	await once(server, "listening");
	const endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const settings = { profile: undefined, region: "us-east-1", endpointUrl, hasEnvironmentCredentials: false };
	const client = createIotClient(settings, undefined, patience(15_000));
	try {
		return (await client.send(new DescribeEndpointCommand({}))).endpointAddress;
	} finally {
		client.destroy();
		server.closeAllConnections();
		server.close();
	}
}

describe("the answer of an AWS endpoint", () => {
	const head = { "content-type": "application/json" };

	it("is taken when it comes in pieces, with all its characters", async () => {
		const answered = await ask((_request, response) => {
			response.writeHead(200, head);
			const bytes = Buffer.from('{"endpointAddress":"ä.example"}');
			for (const byte of bytes) response.write(Buffer.of(byte));
			response.end();
		});
		assert.equal(answered, "ä.example");
	});

	it("is given up when it is larger than any of AWS's, and the connection ended", async () => {
		let sent = 0;
		const block = Buffer.alloc(65_536, " ");
		const ended = new Promise<void>((resolve) => {
			const asked = ask((_request, response) => {
				response.writeHead(200, head);
				const more = () => {
					while (!response.destroyed && response.write(block)) sent += block.length;
				};
				response.on("drain", more).on("close", resolve);
				more();
			});
			assert.rejects(asked, { code: "endpoint-invalid", message: /more than 4194304 bytes/ }).then(resolve);
		});
		await ended;
		assert.ok(sent < 100_000_000, String(sent));
	});
});
