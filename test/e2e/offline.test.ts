import assert from "node:assert/strict";
import { join } from "node:path";
import { RingFlash } from "../../firmware/core/telemetry/ring/ring-flash.js";
import { scanRing } from "../../firmware/core/telemetry/ring/ring-space.js";
import { withTemporaryDirectory } from "../../host-tools/base/files/temporary-directory.js";
import { readingsPathOf } from "../../host-tools/board/partitions/readings-file.js";
import { openFileFlash } from "../../host-tools/virtual-device/file-flash.js";
import { Cli, endAll, type JsonEvent } from "../support/cli.js";
import { until } from "../support/deadline.js";

/** Sequence number of the next reading, as the flash file of a running device has it. */
function nextOf(flashPath: string): number {
	const flash = openFileFlash(readingsPathOf(flashPath));
	try {
		return scanRing(new RingFlash(flash)).noted?.next ?? 1;
	} finally {
		flash.close();
	}
}

const sequencesOf = (events: readonly JsonEvent[]) =>
	events.filter(({ event }) => event === "reading").map(({ sequence }) => Number(sequence));

describe("a device that is offline", function () {
	this.timeout(120_000);
	afterEach(endAll);

	it("publishes what it measured, also when it was killed twice meanwhile: in order, without a gap, each at its time", async () => {
		await withTemporaryDirectory(async (cwd) => {
			const local = (port: number) =>
				new Cli(["local", "--port", "0", "--mqtt-port", String(port), "--data", join(cwd, "cloud"), "--json"]);
			const simulate = (...more: string[]) =>
				new Cli(["device", "simulate", "--flash", "device.flash", "--json", ...more], { cwd });
			const flashPath = join(cwd, "device.flash");

			const cloud = local(0);
			const { endpointUrl, mqttPort } = await cloud.event({ event: "ready" });
			const claim = ["claim", "create", "--template", "thingsmith", "--parameter", "SerialNumber=7"];
			const env = { AWS_ENDPOINT_URL: String(endpointUrl) };
			const claiming = new Cli([...claim, "--interval", "0.1", "--bootstrap", "bootstrap.json"], { cwd, env });
			assert.equal(await claiming.exit(), 0);
			const online = simulate("--bootstrap", "bootstrap.json");
			await online.event({ event: "reading", sequence: 3 });
			cloud.signal("SIGTERM");
			assert.equal(await cloud.exit(), 0);

			for (const start of [() => online, simulate]) {
				const device = start();
				await device.event({ event: "state", to: "backing-off" });
				const next = nextOf(flashPath);
				await until("ten readings more in flash", () => nextOf(flashPath) >= next + 10);
				device.signal("SIGKILL");
				await device.exit();
			}
			const measured = nextOf(flashPath) - 1;
			const seen = sequencesOf(online.events).at(-1) ?? 0;

			const again = local(Number(mqttPort));
			const ready = await again.event({ event: "ready" });
			const watch = new Cli(["watch", "--json"], { cwd, env: { AWS_ENDPOINT_URL: String(ready.endpointUrl) } });
			await watch.event({ event: "state", to: "online" });
			const device = simulate();
			await watch.event({ event: "reading", sequence: measured + 3 });
			device.signal("SIGTERM");
			await device.exit();

			const readings = watch.events.filter(({ event }) => event === "reading");
			const sequences = sequencesOf(readings);
			const [first = 0] = sequences;
			assert.ok(first <= seen + 1, `${first} is the first that came, ${seen} the last one before`);
			assert.ok(measured >= seen + 20);
			assert.deepEqual(
				sequences,
				sequences.map((_, index) => first + index),
			);
			const times = readings.map(({ timestamp }) => Date.parse(String(timestamp)));
			// Two may share a hundredth of a second: a reading that came late does not put off the next one.
			const astray = times.findIndex((time, index) => !(time >= (times[index - 1] ?? 0)));
			assert.equal(
				astray,
				-1,
				`a time goes back: ${JSON.stringify(readings.slice(Math.max(0, astray - 2), astray + 2))}`,
			);
			for (const strange of ["missed", "duplicate", "restarted"]) {
				assert.ok(!readings.some((reading) => strange in reading), strange);
			}
		});
	});
});
