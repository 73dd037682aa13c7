import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Log } from "../../../firmware/ports/log.js";
import { deviceBench } from "../../support/device-bench.js";
import { settle } from "../../support/fake-device.js";

/** V8's own, without starting Node with a flag. */
function garbageCollector(): () => void {
	setFlagsFromString("--expose-gc");
	const collect = runInNewContext("gc") as () => void;
	setFlagsFromString("--no-expose-gc");
	return collect;
}

const silent: Log = { write: () => {} };

describe("the memory of a device", () => {
	it("does not grow while it is online: a hundred thousand readings leave nothing behind", async function () {
		this.timeout(120_000);
		const collect = garbageCollector();
		const bench = deviceBench({ settings: { telemetry: { intervalMs: 100 } } });
		const { device, mqtt } = bench.boot({ log: silent });
		let arrived = 0;
		const run = async (count: number) => {
			for (const until = arrived + count; arrived < until; ) {
				bench.cloud.time.step();
				await settle();
				arrived += bench.cloud.readings.splice(0).length;
			}
		};
		const heap = async () => {
			await settle();
			collect();
			return process.memoryUsage().heapUsed;
		};
		await run(10_000);
		const [before, timers] = [await heap(), bench.cloud.time.pending];
		await run(100_000);
		const [after, timersAfter] = [await heap(), bench.cloud.time.pending];
		// One promise reaction kept for each reading would be 100,000 times some 100 bytes.
		assert.ok(after - before < 1_000_000, `${after - before} bytes more`);
		assert.ok(Math.abs(timersAfter - timers) <= 2, `${timers} timers, then ${timersAfter}`);
		assert.deepEqual([device.state, mqtt.openConnections], ["online", 1]);
		await device.stop();
		assert.equal(bench.cloud.time.pending, 0);
	});
});
