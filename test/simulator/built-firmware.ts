import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { IoTClient } from "@aws-sdk/client-iot";
import type { Bootstrap } from "../../firmware/core/bootstrap.js";
import { type BootstrapFile, toBootstrap } from "../../host-tools/board/identity/bootstrap-file.js";
import { createIdentityImage, identityPartitionSize } from "../../host-tools/board/identity/identity-image.js";
import {
	prepareReadingsFile,
	readingsPathOf,
	removeReadingsFile,
} from "../../host-tools/board/partitions/readings-file.js";
import {
	createDemoBootstrap,
	createDemoClient,
	createDemoTemplate,
} from "../../host-tools/cli/operations/demo-cloud.js";
import { defaultScope } from "../../host-tools/emulator/arn.js";
import type { Behaviour } from "../../host-tools/emulator/behaviour.js";
import { type Emulator, startEmulator } from "../../host-tools/emulator/emulator.js";
import type { AppBuild } from "../../host-tools/moddable/build/build-app.js";
import { buildApp } from "../../host-tools/moddable/build/build-app.js";
import type { ModdableSdk } from "../../host-tools/moddable/build/moddable-sdk.js";
import { buildFirmware } from "../../host-tools/moddable/simulator/build-firmware.js";
import { startVirtualDisplay, type VirtualDisplay } from "../../host-tools/moddable/simulator/virtual-display.js";
import { SimulatorRun } from "./simulator-run.js";

export interface BuiltFirmwareOptions {
	readonly behaviour?: Behaviour;
	/** Absolute path of a manifest that includes the firmware's; that one itself unless told otherwise. */
	readonly manifest?: string;
}

interface FirmwareFiles {
	readonly directory: string;
	readonly flashFile: string;
	readonly readingsFile: string;
	/** Without such a file there is no serial line. */
	readonly serialPort: string;
	/** With such a file the button counts as held. */
	readonly buttonHeld: string;
}

function filesIn(directory: string): FirmwareFiles {
	const flashFile = path.join(directory, "identity.flash");
	const [serialPort, buttonHeld] = [path.join(directory, "serial"), path.join(directory, "held")];
	return { directory, flashFile, readingsFile: readingsPathOf(flashFile), serialPort, buttonHeld };
}

/** The firmware, built once, with a cloud to provision it from. */
export class BuiltFirmware {
	readonly #sdk: ModdableSdk;
	readonly #files: FirmwareFiles;
	readonly #display: VirtualDisplay | undefined;
	readonly #client: IoTClient;
	readonly build: AppBuild;
	readonly emulator: Emulator;
	readonly #runs: SimulatorRun[] = [];
	#serial = 0;

	private constructor(parts: {
		sdk: ModdableSdk;
		files: FirmwareFiles;
		build: AppBuild;
		display: VirtualDisplay | undefined;
		emulator: Emulator;
		client: IoTClient;
	}) {
		this.#sdk = parts.sdk;
		this.#files = parts.files;
		this.#display = parts.display;
		this.#client = parts.client;
		this.build = parts.build;
		this.emulator = parts.emulator;
	}

	static async make(sdk: ModdableSdk, { behaviour = {}, manifest }: BuiltFirmwareOptions = {}): Promise<BuiltFirmware> {
		const directory = await mkdtemp(path.join(tmpdir(), "thingsmith-firmware-"));
		const files = filesIn(directory);
		const { flashFile, readingsFile, serialPort, buttonHeld } = files;
		const config = { serialPort, buttonHeld };
		const options = { sdk, env: process.env, outDirectory: path.join(directory, "build") };
		const build =
			manifest === undefined
				? await buildFirmware({ ...options, flashFile, readingsFile, config })
				: await buildApp({ ...options, manifest, mode: "debug", config: { flashFile, readingsFile, ...config } });
		const display = sdk.platform === "lin" ? await startVirtualDisplay() : undefined;
		const emulator = await startEmulator({ port: 0, mqttPort: 0, behaviour });
		const client = createDemoClient(emulator);
		await createDemoTemplate(client, defaultScope);
		return new BuiltFirmware({ sdk, files, build, display, emulator, client });
	}

	/** A device of its own in the flash file; `changes` leads it astray. Resolves with its thing name to be. */
	async newDevice(changes: Partial<BootstrapFile> = {}): Promise<string> {
		this.#serial += 1;
		const serialNumber = `built-${this.#serial}`;
		const image = createIdentityImage(await this.#bootstrap(serialNumber, changes));
		await this.putFlash(image);
		return `thingsmith-${serialNumber}`;
	}

	/** What the simulator's flash file holds from now on: a whole identity partition. Its readings partition is erased. */
	async putFlash(image: Uint8Array): Promise<void> {
		await writeFile(this.flashFile, image, { mode: 0o600 });
		await removeReadingsFile(this.flashFile);
		await prepareReadingsFile(this.flashFile);
	}

	/** A device that nobody has flashed, and the bootstrap that would make it the thing. */
	async blankDevice(changes: Partial<BootstrapFile> = {}): Promise<{ thingName: string; bootstrap: Bootstrap }> {
		this.#serial += 1;
		const serialNumber = `built-${this.#serial}`;
		await this.putFlash(new Uint8Array(identityPartitionSize).fill(0xff));
		return { thingName: `thingsmith-${serialNumber}`, bootstrap: await this.#bootstrap(serialNumber, changes) };
	}

	async #bootstrap(serialNumber: string, changes: Partial<BootstrapFile>): Promise<Bootstrap> {
		const bootstrap = await createDemoBootstrap(this.#client, this.emulator, { serialNumber, intervalMs: 500 });
		return toBootstrap({ ...bootstrap, ...changes });
	}

	/** What the simulator has for an identity partition. */
	get flashFile(): string {
		return this.#files.flashFile;
	}

	/** What the simulator has for a readings partition. */
	get readingsFile(): string {
		return this.#files.readingsFile;
	}

	/** Where the firmware looks for its serial line. */
	get serialPort(): string {
		return this.#files.serialPort;
	}

	/** Where the firmware looks for what says that its button counts as held. */
	get buttonHeld(): string {
		return this.#files.buttonHeld;
	}

	/** Runs what is in the flash file, until `stopAll`. */
	start(): Promise<SimulatorRun> {
		const run = new SimulatorRun({ sdk: this.#sdk, library: this.build.library, display: this.#display?.name });
		this.#runs.push(run);
		return run.started();
	}

	async stopAll(): Promise<void> {
		for (const run of this.#runs.splice(0)) await run.stop();
	}

	async close(): Promise<void> {
		await this.stopAll();
		this.#client.destroy();
		await this.emulator.close();
		await this.#display?.close();
		await rm(this.#files.directory, { recursive: true, force: true });
	}
}
