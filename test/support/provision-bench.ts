import { frameType } from "../../firmware/core/bootstrap-link/frames.js";
import { IdentityStore } from "../../firmware/core/identity/identity-store.js";
import { defaultTimeouts } from "../../firmware/core/timeouts.js";
import { identityPartitionOffset, identityPartitionSize } from "../../host-tools/board/identity/identity-image.js";
import { readOnlyFlash } from "../../host-tools/board/partitions/read-only-flash.js";
import type { ExpectedNames } from "../../host-tools/board/provision/board-run.js";
import type { ProvisionTimeouts } from "../../host-tools/board/provision/provision-timeouts.js";
import type { BoardOptions } from "../../host-tools/board/serial/open-board.js";
import type { OpenSerialLink } from "../../host-tools/board/serial/serial-link.js";
import { createDemoClient, createDemoTemplate } from "../../host-tools/cli/operations/demo-cloud.js";
import {
	type AccountOptions,
	type DeliveryOptions,
	type DeviceProvisionOptions,
	provisionDevice,
} from "../../host-tools/cli/operations/device-provision.js";
import { starterNames } from "../../host-tools/cloud/account/starter-template.js";
import { defaultScope } from "../../host-tools/emulator/arn.js";
import { type Emulator, startEmulator } from "../../host-tools/emulator/emulator.js";
import { nodeClock } from "../../host-tools/virtual-device/node-clock.js";
import { nodeTextCodec } from "../../host-tools/virtual-device/node-text-codec.js";
import type { Board } from "../rom/board.js";
import { boardLinks } from "../rom/board-link.js";
import { makeBoard, type RomOptions } from "../rom/start-rom.js";
import { type VirtualFirmwareOptions, virtualDeviceApplication } from "../rom/virtual-device-application.js";
import { makeFirmware, writeFirmware } from "./firmware-directory.js";
import { patience } from "./patience.js";
import { RecordedContext } from "./recorded-context.js";
import { TemporaryDirectories } from "./temporary-directory.js";

/** Nobody in a test gets up to plug a cable in again, and everything answers at once. */
const hostTimeouts: Partial<ProvisionTimeouts> = {
	helloMs: patience(4_000),
	keyPollMs: 20,
	portAwayMs: 0,
	verifyPauseMs: 1,
};
const firmwareOptions = { target: "esp32c3", size: 9_001 } as const;

export type BenchBoardOptions = Partial<RomOptions> & VirtualFirmwareOptions & { readonly blank?: boolean };

/** What tests set of `device provision`; anything else has a value of the bench's. */
export type BenchProvisionOptions = Partial<
	Pick<BoardOptions, "port" | "openLink" | "list"> &
		Pick<AccountOptions, "templateName"> &
		Pick<ExpectedNames, "thingName"> &
		DeliveryOptions &
		Pick<DeviceProvisionOptions, "device" | "credential" | "series" | "timeouts" | "requireReading">
>;

/** An emulator, a firmware that is built, and boards with that chip, for `provisionDevice` in this process. */
export class ProvisionBench {
	readonly emulator: Emulator;
	readonly directories = new TemporaryDirectories();
	readonly firmware: string;
	readonly #boards: Board[] = [];
	#serial = 0;

	private constructor(emulator: Emulator, firmware: string) {
		this.emulator = emulator;
		this.firmware = firmware;
	}

	static async start(): Promise<ProvisionBench> {
		const emulator = await startEmulator({ port: 0, mqttPort: 0 });
		const client = createDemoClient(emulator);
		await createDemoTemplate(client, defaultScope);
		client.destroy();
		const bench = new ProvisionBench(emulator, "");
		const firmware = await bench.directories.make();
		await writeFirmware(firmware, firmwareOptions);
		return Object.assign(bench, { firmware });
	}

	/** A board with its firmware, or without it when `blank`; each has a MAC address of its own. */
	board({
		hears = true,
		clock = nodeClock,
		timeouts = defaultTimeouts,
		blank = false,
		...options
	}: BenchBoardOptions = {}): Board {
		this.#serial += 1;
		const board = makeBoard({
			chip: "esp32c3",
			flash: blank ? new Uint8Array(0x400000).fill(0xff) : flashed(),
			mac: Uint8Array.of(0x24, 0x0a, 0xc4, 1, this.#serial >> 8, this.#serial & 0xff),
			application: virtualDeviceApplication({ hears, clock, timeouts }),
			...options,
		});
		this.#boards.push(board);
		return board;
	}

	/** `device provision` of that board. */
	provision(
		board: Board,
		options: BenchProvisionOptions = {},
		context: RecordedContext = new RecordedContext(),
	): Promise<RecordedContext> {
		return provisionDevice(this.options(board, options), context).then(() => context);
	}

	options(board: Board, options: BenchProvisionOptions = {}): DeviceProvisionOptions {
		const { port, openLink = boardLinks(board), list = async () => [] } = options;
		const { templateName = starterNames.templateName, thingName, firmware = this.firmware, over } = options;
		return {
			board: { port: "port" in options ? port : "board", baudRate: 460_800, env: {}, openLink, list },
			account: { aws: this.aws, templateName, parameters: {}, rootCaPath: undefined },
			names: { serialNumber: undefined, thingName },
			device: options.device ?? { telemetry: { intervalMs: 100 } },
			credential: options.credential,
			delivery: { firmware, over },
			series: options.series,
			requireReading: options.requireReading ?? false,
			timeouts: { ...hostTimeouts, ...options.timeouts },
		};
	}

	get aws() {
		const { endpointUrl } = this.emulator;
		return { endpointUrl, region: undefined, profile: undefined, hasEnvironmentCredentials: false };
	}

	/** Ids of the certificates that AWS takes for `thingName`. */
	certificatesOf(thingName: string): string[] {
		const { registry } = this.emulator;
		return registry.things
			.listThingPrincipals(thingName)
			.map((arn) => arn.slice(arn.lastIndexOf("/") + 1))
			.filter((id) => registry.certificates.describeCertificate(id).status === "ACTIVE");
	}

	async close(): Promise<void> {
		for (const board of this.#boards) board.unplug();
		await this.emulator.close();
		await this.directories.remove();
	}
}

/** What the board's identity partition holds. */
export function storeOf({ flash }: Board): IdentityStore {
	return new IdentityStore(readOnlyFlash(flash.read(identityPartitionOffset, identityPartitionSize)), nodeTextCodec);
}

export function thingNameOf({ mac }: Board): string {
	return `thingsmith-${Buffer.from(mac).toString("hex")}`;
}

/** Links on which the cable is pulled in the middle of the n-th frame of a bootstrap; counts from 1. Once. */
export function linksUnpluggedAtFrame(board: Board, unplugAt: number): { open: OpenSerialLink; frames: () => number } {
	let frames = 0;
	const open: OpenSerialLink = async (name, options) => {
		const link = await boardLinks(board)(name, options);
		const write = async (bytes: Uint8Array) => {
			if (isTransfer(bytes)) frames += 1;
			if (isTransfer(bytes) && frames === unplugAt) {
				await link.write(bytes.subarray(0, bytes.length >> 1));
				board.unplug();
			}
			return link.write(bytes);
		};
		return {
			name: link.name,
			hasSignals: link.hasSignals,
			write,
			listen: (listener) => link.listen(listener),
			setBaudRate: (baudRate) => link.setBaudRate(baudRate),
			setSignals: (signals) => link.setSignals(signals),
			close: () => link.close(),
		};
	};
	return { open, frames: () => frames };
}

/** How often a board is asked who it is depends on time; the frames of a bootstrap are always the same. */
function isTransfer(bytes: Uint8Array): boolean {
	const line = Buffer.from(bytes).toString("latin1");
	return line.startsWith("@") && Buffer.from(line.slice(1, 5), "base64")[1] !== frameType.hello;
}

function flashed(): Uint8Array {
	const { manifest, files } = makeFirmware(firmwareOptions);
	const flash = new Uint8Array(0x400000).fill(0xff);
	for (const { file, offset } of manifest.regions) flash.set(files.get(file) ?? [], offset);
	return flash;
}
