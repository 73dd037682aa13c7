import type { ChipModel } from "./chips/chip-model.js";
import { CommandError } from "./command-error.js";
import type { RomFaults } from "./faults.js";
import type { FlashChip } from "./flash-chip.js";
import type { FlashDownload } from "./flash-download.js";
import { RamDownload } from "./ram-download.js";
import type { Registers } from "./registers.js";

/** What the loader can do to the board it runs on. */
export interface LoaderHost {
	setBaudRate(baudRate: number): void;
	/** The loader ends; the chip boots, with GPIO0 as it is. */
	reboot(): void;
	/** The loader ends; the chip runs what is in flash. */
	runApplication(): void;
}

/** What loader and commands know between two commands. */
export class Session {
	readonly chip: ChipModel;
	readonly flash: FlashChip;
	readonly registers: Registers;
	readonly faults: RomFaults;
	readonly host: LoaderHost;
	/** ROM, until it started a stub. */
	kind: "rom" | "stub" = "rom";
	/** The SPI pins are set up. */
	attached = false;
	download: FlashDownload | undefined;
	/** What the stub found when it wrote a block that it had already acknowledged. */
	lateError: CommandError | undefined;
	ram = new RamDownload();
	md5Answers = 0;

	constructor(options: Pick<Session, "chip" | "flash" | "registers" | "faults" | "host">) {
		this.chip = options.chip;
		this.flash = options.flash;
		this.registers = options.registers;
		this.faults = options.faults;
		this.host = options.host;
	}

	/** Throws CommandError: the ROM reaches no flash before SPI_ATTACH. */
	needFlash(): FlashChip {
		if (this.kind === "rom" && !this.attached) throw new CommandError("result");
		return this.flash;
	}

	close(): void {
		this.download?.close();
	}
}
