import { cpus } from "node:os";
import { benchBurst } from "./burst.js";
import { benchFirstReading } from "./first-reading.js";
import { median } from "./median.js";
import { benchProvisioning } from "./provisioning.js";

/** Prints figures of this machine; it judges none. Those of the emulator beside other brokers: `npm run bench:emulator`. */

interface BenchFigure {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
}

// What the AWS SDK says of Node 20 is no figure.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const runs = 3;
const devices = 100;

function print({ name, value, unit }: BenchFigure): void {
	const digits = value < 100 ? 2 : 0;
	process.stdout.write(`${name.padEnd(72)} ${value.toFixed(digits).padStart(9)} ${unit}\n`);
}

const processors = cpus();
process.stdout.write(`${processors.length} × ${processors[0]?.model ?? "?"}, Node ${process.versions.node}\n`);

const firstReadings: number[] = [];
for (let run = 0; run < runs; run += 1) firstReadings.push(await benchFirstReading());
print({
	name: `process start to first acknowledged reading, median of ${runs}`,
	value: median(firstReadings),
	unit: "ms",
});

const { devicesPerSecond, residentBytes } = await benchProvisioning(devices);
print({
	name: `${devices} devices, two at a time, claim to proved identity, own keys`,
	value: devicesPerSecond,
	unit: "devices/s",
});
print({
	name: `${devices} devices at once, claim to proved identity, AWS keys made ahead`,
	value: await benchBurst(devices),
	unit: "devices/s",
});
print({
	name: `resident memory of emulator and ${devices} devices in one process`,
	value: residentBytes / 2 ** 20,
	unit: "MiB",
});
