import { cpus } from "node:os";
import { type BenchFigure, benchBroker } from "./broker.js";
import { benchBurst } from "./burst.js";
import { benchFirstReading } from "./first-reading.js";
import { benchProvisioning } from "./provisioning.js";

/** Prints figures of this machine; it judges none. */

const runs = 3;
const devices = 100;

function print(what: string, figure: string): void {
	process.stdout.write(`${what.padEnd(58)} ${figure}\n`);
}

const processors = cpus();
print("machine", `${processors.length} × ${processors[0]?.model ?? "?"}, Node ${process.versions.node}`);

const firstReadings: number[] = [];
for (let run = 0; run < runs; run += 1) firstReadings.push(await benchFirstReading());
firstReadings.sort((a, b) => a - b);
const all = firstReadings.map((milliseconds) => milliseconds.toFixed(0)).join(", ");
print(`process start to first acknowledged reading, median of ${runs}`, `${firstReadings[1]?.toFixed(0)} ms (${all})`);

const { devicesPerSecond, residentBytes } = await benchProvisioning(devices);
print({
	name: `${devices} devices, claim to proved identity, keys made as needed`,
	value: devicesPerSecond,
	unit: "devices/s",
});
print({
	name: `${devices} devices at once, claim to proved identity, keys made ahead`,
	value: await benchBurst(devices),
	unit: "devices/s",
});
print({
	name: `resident memory of emulator and ${devices} devices in one process`,
	value: residentBytes / 2 ** 20,
	unit: "MiB",
});

for (const figure of await benchBroker()) print(figure);
