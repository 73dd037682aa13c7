import { cpus } from "node:os";
import { startAedes } from "./aedes.js";
import { blocks } from "./block-sections.js";
import { connect, connected, memory, publish } from "./broker-sections.js";
import { type EmulatorProcess, startEmulatorProcess } from "./emulator-process.js";
import { startMosquitto } from "./mosquitto.js";
import type { Peer } from "./peer.js";
import { quiet } from "./process-use.js";
import { provision, storm } from "./provision-sections.js";
import { start, things } from "./thing-sections.js";

/**
 * What `thingsmith local` does beside mosquitto and aedes, in one run: `npm run bench:emulator [-- publish memory …]`, all sections
 * without names. It prints figures and judges none.
 */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const sections: Readonly<Record<string, (emulator: EmulatorProcess, peers: readonly Peer[]) => Promise<void>>> = {
	...{ start, publish, connect, memory, connected },
	...{ provision, storm, things, blocks },
};

async function run(name: string, peers: readonly Peer[]): Promise<void> {
	const emulator = await startEmulatorProcess();
	try {
		await quiet(emulator);
		await sections[name]?.(emulator, peers);
	} catch (error) {
		process.stderr.write(`${name}: ${(error as Error).message}\n`);
		process.exitCode = 1;
	} finally {
		await emulator.close();
	}
}

const names = process.argv.slice(2);
const unknown = names.find((name) => !Object.hasOwn(sections, name));
if (unknown !== undefined) {
	process.stderr.write(`There is no "${unknown}": there are ${Object.keys(sections).join(", ")}\n`);
	process.exit(2);
}
const processors = cpus();
process.stdout.write(`${processors.length} × ${processors[0]?.model ?? "?"}, Node ${process.versions.node}\n`);
const mosquitto = await startMosquitto();
if (mosquitto === undefined) process.stdout.write("mosquitto is not installed: no figure of it\n");
const peers = [mosquitto, await startAedes()].filter((peer) => peer !== undefined);
try {
	for (const name of names.length > 0 ? names : Object.keys(sections)) await run(name, peers);
} finally {
	for (const peer of peers) await peer.close();
}
