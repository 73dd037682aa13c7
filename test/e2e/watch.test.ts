import assert from "node:assert/strict";
import { join } from "node:path";
import { IoTClient, ListCertificatesCommand } from "@aws-sdk/client-iot";
import { withTemporaryDirectory } from "../../host-tools/base/files/temporary-directory.js";
import { Cli, endAll } from "../support/cli.js";

describe("thingsmith watch", () => {
	afterEach(endAll);

	it("comes back when the broker does, and then still removes its certificate", async () => {
		await withTemporaryDirectory(async (directory) => {
			const data = ["--data", join(directory, "data"), "--json"];
			const first = new Cli(["local", "--port", "0", "--mqtt-port", "0", ...data]);
			const ready = await first.event({ event: "ready" });
			const endpoint = String(ready.endpointUrl);
			const watch = new Cli(["watch", "--endpoint-url", endpoint]);
			await watch.event({ event: "state", to: "online" });
			first.signal("SIGKILL");
			await watch.event({ event: "state", from: "online", to: "backing-off" });
			await first.exit();

			const ports = ["--port", new URL(endpoint).port, "--mqtt-port", String(ready.mqttPort)];
			const second = new Cli(["local", ...ports, ...data]);
			await second.event({ event: "ready" });
			await watch.event({ event: "state", from: "backing-off", to: "online" });
			watch.signal("SIGINT");
			assert.equal(await watch.exit(), 0);

			const credentials = { accessKeyId: "test", secretAccessKey: "test" };
			const client = new IoTClient({ endpoint, region: "us-east-1", credentials });
			assert.deepEqual((await client.send(new ListCertificatesCommand({}))).certificates, []);
			client.destroy();
		});
	});

	it("says what it had to leave behind when the endpoint is gone for good", async () => {
		await withTemporaryDirectory(async (directory) => {
			const ports = ["--port", "0", "--mqtt-port", "0"];
			const local = new Cli(["local", ...ports, "--data", join(directory, "data"), "--json"]);
			const endpoint = String((await local.event({ event: "ready" })).endpointUrl);
			const watch = new Cli(["watch", "--endpoint-url", endpoint]);
			await watch.event({ event: "state", to: "online" });
			local.signal("SIGKILL");
			await watch.event({ event: "state", to: "backing-off" });
			watch.signal("SIGINT");
			assert.equal(await watch.exit(), 1);
			assert.match(watch.stderr, /Could not remove policy thingsmith-watch-\w+ and certificate [0-9a-f]{64}/);
			assert.match(watch.stderr, /Next: remove what is named thingsmith-watch-/);
		});
	});

	it("refuses a root CA that did not sign the endpoint's certificate", async () => {
		const local = new Cli(["local", "--port", "0", "--mqtt-port", "0", "--json"]);
		const endpoint = String((await local.event({ event: "ready" })).endpointUrl);
		const watch = new Cli(["watch", "--endpoint-url", endpoint, "--root-ca", "certs/AmazonRootCA1.pem"]);
		assert.equal(await watch.exit(), 1);
		assert.deepEqual(
			watch.events.map(({ event, code }) => [event, code]),
			[["failed", "root-ca-invalid"]],
		);
	});

	it("says that there is no thing of the name it is asked for, and watches all the same", async () => {
		const local = new Cli(["local", "--port", "0", "--mqtt-port", "0", "--json"]);
		const endpoint = String((await local.event({ event: "ready" })).endpointUrl);
		const watch = new Cli(["watch", "--endpoint-url", endpoint, "--thing", "pump-9"]);
		await watch.event({ event: "thing-unknown", thingName: "pump-9" });
		await watch.event({ event: "state", to: "online" });
		watch.signal("SIGINT");
		assert.equal(await watch.exit(), 0);
	});
});
