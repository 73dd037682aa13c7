import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { findModdableSdk, howToGetSdk, type ModdableSdk } from "../../host-tools/moddable/build/moddable-sdk.js";
import { describeUnless } from "../support/skip-because.js";
import { BuiltFirmware } from "./built-firmware.js";
import { publicChain, startProxy, type TestServer } from "./hostile-servers.js";
import { TlsObserver } from "./tls-observer.js";
import { startUnsignedServer, unsigned } from "./unsigned-server.js";

const sdk = findModdableSdk(process.env);
const missing = sdk === undefined ? howToGetSdk : undefined;

describeUnless(missing, "TLS of the firmware, in Moddable's simulator", () => {
	let firmware: BuiltFirmware;
	const servers: TestServer[] = [];

	before(async function () {
		this.timeout(900_000);
		firmware = await BuiltFirmware.make(sdk as ModdableSdk, { behaviour: { resumeTlsSessions: true } });
	});

	afterEach(async () => {
		await firmware.stopAll();
		for (const server of servers.splice(0)) await server.close();
	});

	after(() => firmware?.close());

	it("resumes its session when it reconnects as itself, and never the claim's", async () => {
		const observer = new TlsObserver();
		const proxy = await startProxy(firmware.emulator.mqttPort, (far) => observer.watch(far));
		servers.push(proxy);
		const thingName = await firmware.newDevice({ host: "127.0.0.1", port: proxy.port });
		const run = await firmware.start();
		await run.event("reading.acknowledged", { thingName });
		assert.deepEqual(observer.handshakes, [
			{ offered: false, resumed: false },
			{ offered: false, resumed: false },
		]);

		await run.event("status.published", { thingName });
		proxy.cut();
		const from = run.events.length;
		// A reading of before the cut may still be told.
		await run.event("identity.connected", { thingName }, { from });
		assert.deepEqual(observer.handshakes.slice(2), [{ offered: true, resumed: true }]);
		assert.equal(run.count("retry"), 1);
	});

	for (const [way, ending] of Object.entries(unsigned)) {
		it(`ends a handshake in which the server shows a genuine chain and signs nothing with it (${way})`, async () => {
			const chain = pemBlocks(await publicChain(firmware.emulator.mqttPort));
			let answered = false;
			const server = await startUnsignedServer(chain, ending, () => {
				answered = true;
			});
			servers.push(server);
			await firmware.newDevice({ port: server.port });
			const run = await firmware.start();
			await run.event("retry", { code: "server-untrusted", attempt: 1 });
			await run.event("retry", { code: "server-untrusted", attempt: 2 });
			assert.equal(answered, false);
		});
	}
});

function pemBlocks(pem: string): Buffer[] {
	const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
	return blocks.map((block) => new X509Certificate(block).raw);
}
