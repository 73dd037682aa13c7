import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createDemoClient, createDemoTemplate } from "../../../../host-tools/cli/operations/demo-cloud.js";
import type { ThingsmithEvent } from "../../../../host-tools/cli/operations/events.js";
import { runDevice } from "../../../../host-tools/cli/operations/run-device.js";
import { prepareSimulatorFlash } from "../../../../host-tools/cli/operations/simulator-flash.js";
import { defaultScope } from "../../../../host-tools/emulator/arn.js";
import { type Emulator, startEmulator } from "../../../../host-tools/emulator/emulator.js";
import { TemporaryDirectories } from "../../../support/temporary-directory.js";

describe("prepareSimulatorFlash()", () => {
	const directories = new TemporaryDirectories();
	const emulators: Emulator[] = [];
	const { signal } = new AbortController();
	let flashFile: string;
	beforeEach(async () => {
		flashFile = join(await directories.make(), "identity.flash");
	});
	afterEach(async () => {
		await Promise.all(emulators.splice(0).map((emulator) => emulator.close()));
		await directories.remove();
	});

	async function startCloud(): Promise<Emulator> {
		const emulator = await startEmulator({ port: 0, mqttPort: 0 });
		emulators.push(emulator);
		const client = createDemoClient(emulator);
		await createDemoTemplate(client, defaultScope);
		client.destroy();
		return emulator;
	}

	/** Names of the events. */
	async function prepare({ endpointUrl }: Emulator): Promise<string[]> {
		const events: ThingsmithEvent[] = [];
		const aws = { endpointUrl, region: undefined, profile: undefined, hasEnvironmentCredentials: false };
		await prepareSimulatorFlash({ aws, templateName: "thingsmith", flashFile }, (event) => events.push(event));
		return events.map(({ event }) => event);
	}

	async function provision(): Promise<void> {
		await runDevice({ name: "simulator", flashPath: flashFile, readings: 1 }, { emit: () => {}, signal });
	}

	it("asks for a claim once, and leaves a device that has its identity as it is", async () => {
		const emulator = await startCloud();
		assert.deepEqual(await prepare(emulator), ["claimed"]);
		await provision();
		const before = await readFile(flashFile);
		assert.deepEqual(await prepare(emulator), ["note"]);
		assert.deepEqual(await readFile(flashFile), before);
		assert.equal([...emulator.registry.things.listThings()].length, 1);
	});

	it("starts over where another cloud answers, whose root the device does not trust", async () => {
		assert.deepEqual(await prepare(await startCloud()), ["claimed"]);
		await provision();
		const other = await startCloud();
		assert.deepEqual(await prepare(other), ["claimed"]);
		await provision();
		assert.equal([...other.registry.things.listThings()].length, 1);
	});
});
