import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { RequestHandler } from "../../../../host-tools/emulator/http/request-handler.js";

describe("RequestHandler", () => {
	it("ends the connection and does not reject when even the refusal fails", async () => {
		const add = () => {
			throw new Error("The journal fails");
		};
		const journal = { add, list: () => [], follow: () => () => {} };
		const handler = new RequestHandler({
			operations: [],
			journal,
			durable: async () => {},
			reach: { bindTo: "127.0.0.1", names: [] },
			storeFailure: () => undefined,
		});
		const handled: Promise<void>[] = [];
		const server = createServer((request, response) => handled.push(handler.handle(request, response)));
		await once(server.listen(0, "127.0.0.1"), "listening");
		try {
			const { port } = server.address() as AddressInfo;
			await assert.rejects(fetch(`http://127.0.0.1:${port}/_thingsmith/nothing`));
			assert.equal(handled.length, 1);
			await handled[0];
		} finally {
			server.close();
			server.closeAllConnections();
		}
	});
});
