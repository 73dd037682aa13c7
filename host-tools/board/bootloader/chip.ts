import { createHash } from "node:crypto";
import { ESPError, type ESPLoader } from "esptool-js";
import { ToolError } from "../../base/tool-error.js";
import { resetBoard } from "../serial/reset-board.js";
import type { SerialLink } from "../serial/serial-link.js";
import { type Connection, type ConnectOptions, connectChip, romBaudRate } from "./connect-chip.js";
import { deflateBlocks } from "./deflate-blocks.js";
import { arrivedDamaged, explainFailure } from "./explain-failure.js";

export interface ChipDescription {
	/** As esptool names it, e.g. ESP32-C3. */
	readonly name: string;
	/** As our targets are named, e.g. esp32c3. */
	readonly target: string;
	/** E.g. 4MB; undefined where the flash does not say. */
	readonly flashSize: string | undefined;
	/** E.g. 60:55:f9:00:00:01. */
	readonly mac: string | undefined;
	/** Flash encryption is enabled: what is written as it is cannot be read by the chip. */
	readonly encrypted: boolean;
	readonly secureBoot: boolean;
}

/** ms per MB; as esptool has them. */
const eraseMsPerMb = 30_000;
const writeMsPerMb = 40_000;
const leastTimeoutMs = 3000;
/** ESP32 only: bits 20 to 26 of efuse block 0 (TRM, chapter eFuse): an odd number of ones is encryption. */
const esp32FlashCryptRegister = 0x3ff5a000;

const attempts = 3;

type Progress = (done: number) => void;

/** A chip in its bootloader, with the flasher stub running. Whoever opened the link closes it. */
export class Chip {
	readonly #options: ConnectOptions;
	#connection: Connection;
	readonly description: ChipDescription;

	private constructor(options: ConnectOptions, connection: Connection, description: ChipDescription) {
		this.#options = options;
		this.#connection = connection;
		this.description = description;
	}

	/** Rejects with ToolError `chip-silent`, `chip-locked`, `port-lost`, `interrupted`. */
	static async connect(options: ConnectOptions): Promise<Chip> {
		const connection = await connectChip(options);
		try {
			const description = await guarded(connection, "saying what it is", describe);
			await guarded(connection, "loading the flasher", (loader) => loadStub(loader, options));
			// The ROM has not set up the pins to the flash; the stub has.
			const flashSize = await guarded(connection, "asking for the flash's size", (loader) => loader.detectFlashSize());
			return new Chip(options, connection, { ...description, flashSize });
		} catch (error) {
			// A chip of which nothing more is wanted is not left in its bootloader: its firmware may still be of use.
			await startFirmware(options.link).catch(() => undefined);
			throw error;
		}
	}

	/** True when `reconnect` has a chance. */
	get canReconnect(): boolean {
		return this.#options.link.hasSignals && this.#connection.transport.failure === undefined;
	}

	/** Resets the chip into its bootloader again, at the slowest speed. */
	async reconnect(): Promise<void> {
		const options = { ...this.#options, baudRate: romBaudRate };
		this.#connection = await connectChip(options);
		await this.#run("loading the flasher", (loader) => loadStub(loader, options));
	}

	/** MD5 of a range of flash, lower-case hex. */
	md5(offset: number, length: number): Promise<string> {
		return this.#repeat("reading a checksum", (loader) => loader.flashMd5sum(offset, length));
	}

	/** Reads a range of flash, checked by its MD5. */
	async read(offset: number, length: number): Promise<Uint8Array> {
		return this.#repeat("reading flash", async (loader) => {
			const bytes = await loader.readFlash(offset, length);
			const digest = await loader.transport.read(leastTimeoutMs);
			if (createHash("md5").update(bytes).digest().equals(digest)) return bytes;
			throw new ToolError("flash-mismatch", "What was read from flash arrived damaged", {
				next: "try again, with --baud 115200 if it happens again",
			});
		});
	}

	/** Erases the sectors of a range and writes it, compressed. `offset` is a multiple of 4096, `bytes` of 4. */
	async write(offset: number, bytes: Uint8Array, progress: Progress): Promise<void> {
		await this.#run("writing flash", async (loader) => {
			const { blocks, compressedLength } = await deflateBlocks(bytes, loader.FLASH_WRITE_SIZE);
			await loader.flashDeflBegin(bytes.length, compressedLength, offset);
			let written = 0;
			// The stub confirms a block when it has it, and writes it while the next one arrives.
			let timeout = leastTimeoutMs;
			for (const [sequence, { block, length }] of blocks.entries()) {
				await writeBlock(loader, block, sequence, timeout);
				timeout = timeoutFor(writeMsPerMb, length);
				written += length;
				progress(written);
			}
			// The stub's answer comes when all is written; "false" leaves the chip in its bootloader.
			await loader.flashDeflFinish(false, timeout);
		});
	}

	async erase(offset: number, length: number): Promise<void> {
		await this.#repeat("erasing flash", (loader) => {
			const payload = Buffer.alloc(8);
			payload.writeUInt32LE(offset, 0);
			payload.writeUInt32LE(length, 4);
			const timeout = timeoutFor(eraseMsPerMb, length);
			return loader.checkCommand("erase flash", loader.ESP_ERASE_REGION, payload, undefined, undefined, timeout);
		});
	}

	async eraseAll(): Promise<void> {
		await this.#run("erasing flash", (loader) => loader.eraseFlash());
	}

	/** Starts the firmware. True when the board was reset; false when somebody has to press RESET. */
	async restart(): Promise<boolean> {
		const { link } = this.#options;
		if (link.hasSignals) {
			await startFirmware(link);
			return true;
		}
		// The stub can restart the chip, which starts the firmware unless BOOT is still held.
		return this.#run("restarting", async (loader) => {
			await loader.flashBegin(0, 0);
			await loader.flashFinish(true);
			return false;
		});
	}

	/** For what may be done twice: a disturbed line costs a reset of the chip, not the user's command. */
	async #repeat<T>(what: string, work: (loader: ESPLoader) => Promise<T>): Promise<T> {
		for (let attempt = 1; ; attempt++) {
			try {
				return await this.#run(what, work);
			} catch (error) {
				if (!(error instanceof ToolError) || attempt === attempts || !this.canReconnect) throw error;
				await this.reconnect();
			}
		}
	}

	#run<T>(what: string, work: (loader: ESPLoader) => Promise<T>): Promise<T> {
		return guarded(this.#connection, what, work);
	}
}

async function startFirmware(link: SerialLink): Promise<void> {
	await link.setBaudRate(romBaudRate);
	await resetBoard(link);
}

async function loadStub(loader: ESPLoader, { link, baudRate }: ConnectOptions): Promise<void> {
	await loader.runStub();
	if (!loader.IS_STUB) throw new ToolError("chip-mismatch", `${loader.chip.CHIP_NAME} is not supported`);
	// What cannot be reset cannot be called back when it does not follow to another speed.
	if (link.hasSignals && baudRate !== romBaudRate) await loader.changeBaud();
}

export function locked(how: string): ToolError {
	return new ToolError("chip-locked", `The chip ${how}: its flash cannot be read or written over the bootloader`, {
		next: "give it its bootstrap while its firmware runs: thingsmith device provision --over serial",
	});
}

/** Asked of the ROM: the stub does not know all of it. Throws `chip-locked`. */
async function describe(loader: ESPLoader): Promise<Omit<ChipDescription, "flashSize">> {
	if (loader.secureDownloadMode) throw locked("is in secure download mode");
	const name = loader.chip.CHIP_NAME;
	const mac = await loader.chip.readMac(loader);
	const { encrypted, secureBoot } = name === "ESP32" ? await readEsp32Security(loader) : await readSecurity(loader);
	return { name, target: name.toLowerCase().replaceAll("-", ""), mac, encrypted, secureBoot };
}

type Security = Pick<ChipDescription, "encrypted" | "secureBoot">;

async function readSecurity(loader: ESPLoader): Promise<Security> {
	const { flashCryptCnt, parsedFlags } = await loader.getSecurityInfo();
	return { encrypted: isOdd(flashCryptCnt), secureBoot: parsedFlags.SECURE_BOOT_EN };
}

/** The ESP32 has no command for it; its second version of secure boot is not looked at. */
async function readEsp32Security(loader: ESPLoader): Promise<Security> {
	const efuses = await loader.readReg(esp32FlashCryptRegister);
	return { encrypted: isOdd((efuses >>> 20) & 0x7f), secureBoot: false };
}

/** True when the number of ones is odd, which is how the efuses count flash encryption. */
function isOdd(bits: number): boolean {
	let odd = false;
	for (let rest = bits; rest !== 0; rest >>>= 1) if (rest & 1) odd = !odd;
	return odd;
}

async function writeBlock(loader: ESPLoader, block: Uint8Array, sequence: number, timeout: number): Promise<void> {
	const packet = Buffer.alloc(16 + block.length);
	packet.writeUInt32LE(block.length, 0);
	packet.writeUInt32LE(sequence, 4);
	packet.set(block, 16);
	const checksum = loader.checksum(block);
	for (let attempt = 1; ; attempt++) {
		try {
			// Not the library's own way: it also sends a block again whose answer was lost, which the stub would inflate twice.
			const what = `write block ${sequence}`;
			await loader.checkCommand(what, loader.ESP_FLASH_DEFL_DATA, packet, checksum, undefined, timeout);
			return;
		} catch (error) {
			if (attempt === attempts || !(error instanceof ESPError) || !arrivedDamaged(error)) throw error;
		}
	}
}

function timeoutFor(msPerMb: number, length: number): number {
	return Math.max(leastTimeoutMs, (msPerMb * length) / 1_000_000);
}

/** Turns the library's errors into ours. */
async function guarded<T>(
	{ loader, transport }: Connection,
	what: string,
	work: (loader: ESPLoader) => Promise<T>,
): Promise<T> {
	try {
		return await work(loader);
	} catch (error) {
		if (transport.failure !== undefined) throw transport.failure;
		throw error instanceof ESPError ? explainFailure(what, error) : error;
	}
}
