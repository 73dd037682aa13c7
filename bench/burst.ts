import { randomUUID } from "node:crypto";
import type { Bootstrap } from "../firmware/core/bootstrap.js";
import { IdentityStore } from "../firmware/core/identity/identity-store.js";
import type { LogFields } from "../firmware/ports/log.js";
import { toBootstrap } from "../host-tools/board/identity/bootstrap-file.js";
import { identityPartitionSize } from "../host-tools/board/identity/identity-image.js";
import { memoryFlash } from "../host-tools/board/partitions/memory-flash.js";
import { createDemoBootstrap, createDemoClient, createDemoTemplate } from "../host-tools/cli/operations/demo-cloud.js";
import { defaultScope } from "../host-tools/emulator/arn.js";
import { startEmulator } from "../host-tools/emulator/emulator.js";
import { composeVirtualDevice } from "../host-tools/virtual-device/compose.js";
import { nodeTextCodec } from "../host-tools/virtual-device/node-text-codec.js";

const deadlineMs = 300_000;

/**
 * Devices a second, from claim to proved identity, all of them at once and with every key made before, which takes keys that AWS makes:
 * what is left is TLS, MQTT and the emulator's own work. On another thread it makes new keys for those that are taken, as it always does.
 */
export async function benchBurst(devices: number): Promise<number> {
	const emulator = await startEmulator({ port: 0, mqttPort: 0, keysAhead: 2 * devices });
	const client = createDemoClient(emulator);
	try {
		await createDemoTemplate(client, defaultScope);
		await emulator.keysReady;
		const startedAt = performance.now();
		const provisionOne = async () => {
			const bootstrap = await createDemoBootstrap(client, emulator, { serialNumber: randomUUID(), intervalMs: 60_000 });
			return provision(toBootstrap({ ...bootstrap, keyOrigin: "aws" }));
		};
		const stops = await Promise.all(Array.from({ length: devices }, provisionOne));
		const seconds = (performance.now() - startedAt) / 1000;
		await Promise.all(stops.map((stop) => stop()));
		return devices / seconds;
	} finally {
		client.destroy();
		await emulator.close();
	}
}

/** Resolves, once the device is provisioned, with what stops it. Rejects when it fails or takes longer than the deadline. */
function provision(bootstrap: Bootstrap): Promise<() => Promise<void>> {
	const flash = memoryFlash(new Uint8Array(identityPartitionSize));
	new IdentityStore(flash, nodeTextCodec).install(bootstrap);
	return new Promise((resolve, reject) => {
		const late = setTimeout(() => reject(new Error("A device was not provisioned in time")), deadlineMs);
		const write = (_level: string, event: string, fields?: LogFields) => {
			if (event === "failed") reject(new Error(`A device failed: ${fields?.message}`));
			if (event !== "provisioned") return;
			clearTimeout(late);
			resolve(() => device.stop());
		};
		const device = composeVirtualDevice({ flash, log: { write } });
		device.start();
	});
}
