import { EventEmitter } from "node:events";
import type { SerialSignals } from "../../host-tools/board/serial/serial-link.js";
import type { Application } from "./application.js";
import type { ChipModel } from "./chips/chip-model.js";
import type { RomFaults } from "./faults.js";
import type { FlashChip } from "./flash-chip.js";
import { HostLine } from "./host-line.js";
import { makeResetCircuit, type ResetCircuit, type Wiring } from "./reset-circuit.js";
import { Soc, type SocState } from "./soc.js";
import { Uart } from "./uart.js";
import { UnplugTrigger } from "./unplug-trigger.js";

export interface BoardOptions {
	readonly chip: ChipModel;
	readonly flash: FlashChip;
	readonly faults: RomFaults;
	readonly wiring: Wiring;
	readonly mac: Uint8Array;
	readonly application: Application | undefined;
}

/** Whoever is at the other end of the cable. */
export interface BoardListener {
	onBytes(bytes: Uint8Array): void;
	onUnplugged(): void;
}

/** The other end of the cable; does nothing once it was closed or unplugged. */
export interface BoardConnection {
	write(bytes: Uint8Array): void;
	/** Undefined: the line has no speed. */
	setBaudRate(baudRate: number | undefined): void;
	setSignals(signals: SerialSignals): void;
	/** Both modem lines are released. */
	close(): void;
}

export type BoardState = SocState | "off";

/** A development board: chip, flash, reset circuit, buttons. `events`: `state` (BoardState), `unplugged`. */
export class Board {
	readonly chip: ChipModel;
	readonly flash: FlashChip;
	readonly mac: Uint8Array;
	readonly events = new EventEmitter();
	/** Commands of Espressif's protocol since the board was made, by name, or number where they have none; oldest first. */
	readonly commands: string[] = [];
	readonly #wiring: Wiring;
	readonly #uart = new Uart();
	readonly #trigger: UnplugTrigger;
	readonly #circuit: ResetCircuit;
	readonly #soc: Soc;
	#state: BoardState = "off";
	#listener: BoardListener | undefined;
	#bootHeld = false;

	/** Without power. */
	constructor({ chip, flash, faults, wiring, mac, application }: BoardOptions) {
		this.chip = chip;
		this.flash = flash;
		this.mac = mac;
		this.#wiring = wiring;
		this.#trigger = new UnplugTrigger(faults);
		this.#soc = new Soc({
			chip,
			flash,
			mac,
			faults,
			application,
			line: new HostLine(this.#uart, faults, (bytes) => this.#listener?.onBytes(bytes)),
			trigger: this.#trigger,
			onCommand: ({ name, opcode }) => this.commands.push(name ?? `0x${opcode.toString(16).padStart(2, "0")}`),
			onState: (state) => this.#setState(state),
			gpio0IsLow: () => this.#bootHeld,
			unplug: () => this.unplug(),
		});
		this.#circuit = makeResetCircuit(wiring, {
			hold: () => this.#soc.hold(),
			release: (gpio0) => this.#soc.boot(this.#bootHeld ? "low" : gpio0),
		});
	}

	get state(): BoardState {
		return this.#state;
	}

	/** Power comes on, and the chip boots. */
	plugIn(): void {
		if (this.#state !== "off") return;
		this.flash.restorePower();
		this.#soc.boot(this.#bootHeld ? "low" : "high");
	}

	/** The cable is pulled: power and line are gone at once. */
	unplug(): void {
		if (this.#state === "off") return;
		const listener = this.#listener;
		this.#listener = undefined;
		this.#circuit.close();
		this.#uart.hostBaudRate = undefined;
		this.#soc.hold();
		this.#setState("off");
		listener?.onUnplugged();
		this.events.emit("unplugged");
	}

	/** A finger on the BOOT button: GPIO0 is low, whatever the host does. */
	holdBoot(held: boolean): void {
		this.#bootHeld = held;
	}

	/** A finger on the RESET button, once. */
	pressReset(): void {
		if (this.#state !== "off") this.#soc.boot(this.#bootHeld ? "low" : "high");
	}

	/** What a person does where the host cannot: RESET pressed while BOOT is held, then both released. */
	enterDownloadMode(): void {
		this.holdBoot(true);
		this.pressReset();
		this.holdBoot(false);
	}

	/** One connection at a time; undefined where there is one, or no power. */
	connect(listener: BoardListener): BoardConnection | undefined {
		if (this.#listener !== undefined || this.#state === "off") return undefined;
		this.#listener = listener;
		const whileConnected =
			<T extends unknown[]>(act: (...args: T) => void) =>
			(...args: T) => {
				if (this.#listener === listener) act(...args);
			};
		return {
			write: whileConnected((bytes: Uint8Array) => this.#receive(bytes)),
			setBaudRate: whileConnected((baudRate: number | undefined) => {
				this.#uart.hostBaudRate = this.#wiring === "usb-jtag" ? undefined : baudRate;
			}),
			setSignals: whileConnected((signals: SerialSignals) => this.#circuit.set(signals)),
			close: whileConnected(() => {
				this.#listener = undefined;
				this.#uart.hostBaudRate = undefined;
				this.#circuit.set({ dtr: false, rts: false });
			}),
		};
	}

	#receive(bytes: Uint8Array): void {
		const arriving = this.#trigger.bytes(bytes.length);
		this.#soc.hear(bytes.subarray(0, arriving));
		if (arriving !== undefined) this.unplug();
	}

	#setState(state: BoardState): void {
		this.#state = state;
		this.events.emit("state", state);
	}
}
