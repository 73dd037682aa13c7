import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ListThingsCommand } from "@aws-sdk/client-iot";
import { withTemporaryDirectory } from "../../../../host-tools/base/files/temporary-directory.js";
import { createIotClient } from "../../../../host-tools/cloud/account/iot-client.js";
import { SilentServer } from "../../../support/silent-server.js";

const nobody = { profile: undefined, region: "us-east-1", endpointUrl: undefined, hasEnvironmentCredentials: false };

describe("a client of an endpoint that says nothing", () => {
	let server: SilentServer;

	before(async () => {
		server = await SilentServer.start();
	});

	after(() => server.close());

	it("gives up when its time is over, naming the endpoint", async () => {
		const client = createIotClient({ ...nobody, endpointUrl: server.httpUrl }, undefined, 50);
		const expected = { code: "timeout", message: `${server.httpUrl} did not answer within 0.05 s` };
		await assert.rejects(client.send(new ListThingsCommand({})), expected);
		client.destroy();
	});

	it("gives up at once when it is interrupted, in the middle of a TLS handshake, too", async () => {
		for (const endpointUrl of [server.httpUrl, server.httpUrl.replace("http:", "https:")]) {
			const stop = new AbortController();
			const client = createIotClient({ ...nobody, endpointUrl }, stop.signal);
			const connected = once(server.connections, "connection");
			const calling = client.send(new ListThingsCommand({}));
			calling.catch(() => undefined);
			await connected;
			stop.abort();
			await assert.rejects(calling, { code: "interrupted" });
			client.destroy();
		}
	});

	it("does not wait for a credential process that never ends", async () => {
		await withTemporaryDirectory(async (directory) => {
			const AWS_CONFIG_FILE = join(directory, "config");
			const hangs = `"${process.execPath}" -e "setTimeout(process.exit,20000)"`;
			await writeFile(AWS_CONFIG_FILE, `[profile hangs]\ncredential_process = ${hangs}\n`);
			const before = process.env.AWS_CONFIG_FILE;
			process.env.AWS_CONFIG_FILE = AWS_CONFIG_FILE;
			try {
				const client = createIotClient({ ...nobody, profile: "hangs" }, undefined, 200);
				await assert.rejects(client.send(new ListThingsCommand({})), { code: "timeout", message: /credentials/ });
				client.destroy();
			} finally {
				if (before === undefined) delete process.env.AWS_CONFIG_FILE;
				else process.env.AWS_CONFIG_FILE = before;
			}
		});
	});
});
