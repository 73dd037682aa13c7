import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { within } from "../../../support/deadline.js";
import type { Credentials, EmulatorParts } from "../../../support/emulator-parts.js";
import { type ConnectOptions, connectClient, type TestClient } from "../../../support/mqtt.js";

interface Ready {
	readonly port: number;
	readonly rootCaPem: string;
	readonly device: Credentials;
	readonly claim: Credentials;
}

describe("a broker with a data directory", () => {
	let dataDirectory: string;
	let child: ChildProcess;
	const clients: TestClient[] = [];
	const start = async (): Promise<Ready> => {
		child = fork(fileURLToPath(new URL("../../../support/emulator-child.js", import.meta.url)), [dataDirectory]);
		const [ready] = (await within(once(child, "message"), "emulator", 20_000)) as [Ready];
		return ready;
	};
	const kill = async () => {
		const gone = once(child, "exit");
		child.kill("SIGKILL");
		await within(gone, "end of the emulator");
	};
	const connected = async ({ port, rootCaPem }: Ready, credentials: Credentials, options: ConnectOptions) => {
		const target = { port, pki: { rootCaPem } } as Pick<EmulatorParts, "port" | "pki">;
		const client = await connectClient(target, credentials, options);
		clients.push(client);
		return client;
	};

	beforeEach(async () => {
		dataDirectory = await mkdtemp(join(tmpdir(), "thingsmith-data-plane-"));
	});
	afterEach(async () => {
		for (const client of clients.splice(0)) client.mqtt.end(true);
		if (child.exitCode === null && child.signalCode === null) await kill();
		await rm(dataDirectory, { recursive: true, force: true });
	});

	it("keeps over a kill -9 what it acknowledged: retained and waiting messages, subscriptions", async () => {
		const first = await start();
		const sleeper = await connected(first, first.device, { clientId: "sleeper", clean: false });
		await sleeper.subscribe("a/+");
		await sleeper.end();
		const publisher = await connected(first, first.device, { clientId: "publisher" });
		await publisher.publish("state", "kept", { retain: true });
		for (let n = 0; n < 20; n++) await publisher.publish("a/b", String(n));
		await kill();

		const second = await start();
		const awake = await connected(second, first.device, { clientId: "sleeper", clean: false });
		const received: string[] = [];
		for (let n = 0; n < 20; n++) received.push((await awake.next()).payload.toString());
		assert.deepEqual(
			received,
			Array.from({ length: 20 }, (_, n) => String(n)),
		);
		const reader = await connected(second, first.device, { clientId: "reader" });
		await reader.subscribe("state");
		assert.equal((await reader.next()).payload.toString(), "kept");
		await reader.publish("a/b", "live");
		assert.equal((await awake.next()).payload.toString(), "live");
	});

	it("keeps over a kill -9 the shadows whose updates and deletes it acknowledged", async () => {
		const first = await start();
		const writer = await connected(first, first.device, { clientId: "t" });
		const update = (n: number) =>
			writer.publish("$aws/things/t/shadow/update", JSON.stringify({ state: { reported: { n } } }));
		for (let n = 1; n <= 20; n++) await update(n);
		await writer.publish("$aws/things/t/shadow/delete");
		await update(21);
		await kill();

		const second = await start();
		const reader = await connected(second, first.device, { clientId: "t" });
		await reader.subscribe("$aws/things/t/shadow/get/accepted");
		await reader.publish("$aws/things/t/shadow/get");
		const { state, version } = JSON.parse((await reader.next()).payload.toString());
		// The 21st update comes two behind the deleted version 20.
		assert.deepEqual([state, version], [{ reported: { n: 21 } }, 22]);
	});

	it("honours an ownership token it gave out before a kill -9", async () => {
		const first = await start();
		const topic = "$aws/provisioning-templates/fleet/provision/json";
		const before = await connected(first, first.claim, { clientId: "d" });
		await before.publish("$aws/certificates/create/json");
		const { certificateOwnershipToken } = JSON.parse((await before.next()).payload.toString());
		await kill();

		const second = await start();
		const after = await connected(second, second.claim, { clientId: "d" });
		const request = JSON.stringify({ certificateOwnershipToken, parameters: { SerialNumber: "1" } });
		await after.publish(topic, request);
		const reply = await after.next();
		assert.equal(reply.topic, `${topic}/accepted`);
		await kill();

		const third = await start();
		const again = await connected(third, third.claim, { clientId: "d" });
		await again.publish(topic, request);
		assert.deepEqual((await again.next()).payload, reply.payload, "the same answer, though the emulator was killed");
	});
});
