import type { Application, RunningApplication } from "./application.js";
import type { ChipModel } from "./chips/chip-model.js";
import { DownloadMode } from "./download-mode.js";
import type { RomFaults } from "./faults.js";
import type { FlashChip } from "./flash-chip.js";
import type { HostLine } from "./host-line.js";
import type { Command } from "./packet.js";
import { Registers } from "./registers.js";
import { Session } from "./session.js";
import { attachSpiController } from "./spi-controller.js";
import type { UnplugTrigger } from "./unplug-trigger.js";

export interface SocOptions {
	readonly chip: ChipModel;
	readonly flash: FlashChip;
	readonly mac: Uint8Array;
	readonly faults: RomFaults;
	readonly line: HostLine;
	readonly trigger: UnplugTrigger;
	readonly application: Application | undefined;
	onCommand(command: Command): void;
	onState(state: SocState): void;
	/** True while GPIO0 is held low by something that lasts. */
	gpio0IsLow(): boolean;
	unplug(): void;
}

export type SocState = "held in reset" | "download mode" | "running";

const crystalHz = 40_000_000;
const imageMagic = 0xe9;
const bootLoopMs = 100;
/** Tools set the RTC watchdog to less, and lock it with one more command; this leaves time for that through a network. */
const watchdogMs = 250;

/** The chip itself: out of reset it boots, into download mode or into what its flash holds. */
export class Soc {
	readonly #options: SocOptions;
	#downloadMode: DownloadMode | undefined;
	#application: RunningApplication | undefined;
	#timer: NodeJS.Timeout | undefined;

	constructor(options: SocOptions) {
		this.#options = options;
	}

	/** EN is low, or the power is gone: nothing runs. */
	hold(): void {
		clearTimeout(this.#timer);
		this.#downloadMode?.close();
		this.#downloadMode = undefined;
		const application = this.#application;
		this.#application = undefined;
		application?.stop();
		this.#options.onState("held in reset");
	}

	boot(gpio0: "high" | "low"): void {
		this.hold();
		const { chip, line } = this.#options;
		line.uart.baudRate = 115_200;
		line.uart.measuring = false;
		this.#print(chip.banner);
		if (gpio0 === "high") {
			this.#runFlash(chip.bootFromFlash);
			return;
		}
		this.#print(chip.bootToDownload);
		this.#downloadMode = this.#enterDownloadMode();
		this.#options.onState("download mode");
	}

	hear(bytes: Uint8Array): void {
		const heard = this.#options.line.hear(bytes);
		if (this.#downloadMode) this.#downloadMode.hear(heard);
		else this.#application?.receive?.(heard);
	}

	#reboot(): void {
		this.boot(this.#options.gpio0IsLow() ? "low" : "high");
	}

	#enterDownloadMode(): DownloadMode {
		const { chip, flash, faults, line, trigger, onCommand, unplug } = this.#options;
		const host = {
			setBaudRate: (baudRate: number) => {
				line.uart.baudRate = baudRate;
			},
			reboot: () => this.#reboot(),
			runApplication: () => {
				this.hold();
				this.#runFlash("");
			},
		};
		const session = new Session({ chip, flash, registers: this.#makeRegisters(), faults, host });
		return new DownloadMode({ session, line, trigger, onCommand, unplug });
	}

	#makeRegisters(): Registers {
		const { chip, mac, flash, faults, line } = this.#options;
		const registers = new Registers(chip.registers({ mac, flashEncryption: faults.flashEncryption === true }));
		registers.onRead(0x40001000, () => chip.magic);
		registers.onRead(chip.uartDivider, () => Math.floor(crystalHz / line.uart.baudRate));
		attachSpiController(registers, chip.spi, flash);
		if (chip.watchdog !== undefined) {
			registers.onWrite(chip.watchdog, (value) => {
				clearTimeout(this.#timer);
				if (value >= 0x80000000) this.#timer = setTimeout(() => this.#reboot(), watchdogMs);
			});
		}
		return registers;
	}

	#runFlash(greeting: string): void {
		const { chip, flash, faults } = this.#options;
		this.#print(greeting);
		this.#options.onState("running");
		const [magic = 0] = flash.read(chip.bootloaderOffset, 1);
		if (faults.bootLoop !== undefined) this.#loop(faults.bootLoop);
		else if (magic !== imageMagic) this.#loop(`invalid header: 0x${magic.toString(16).padStart(2, "0").repeat(4)}\r\n`);
		else this.#startApplication();
	}

	/** What a chip prints that cannot boot, until the next reset. */
	#loop(text: string): void {
		this.#print(text);
		// A board that nobody unplugs goes on for ever; that must not keep a test's process alive.
		this.#timer = setTimeout(() => this.#loop(text), bootLoopMs).unref();
	}

	#startApplication(): void {
		const { chip, flash, mac, line, application } = this.#options;
		let stopped = false;
		const running = application?.({
			chip,
			flash,
			mac,
			print: (output) => {
				if (!stopped) line.send(typeof output === "string" ? Buffer.from(output) : output);
			},
		});
		if (running === undefined) return;
		this.#application = {
			receive: (bytes) => running.receive?.(bytes),
			stop: () => {
				stopped = true;
				running.stop();
			},
		};
	}

	#print(text: string): void {
		if (text !== "") this.#options.line.send(Buffer.from(text, "latin1"));
	}
}
