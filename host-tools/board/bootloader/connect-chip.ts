import { ClassicReset, ESPLoader, type ResetStrategy, UsbJtagSerialReset } from "esptool-js";
import type { SerialLink } from "../serial/serial-link.js";
import { isUsbSerialJtag, type UsbIds } from "../serial/usb-bridges.js";
import { LinkTransport } from "./link-transport.js";
import { silentChip } from "./silent-chip.js";

/** Speed of the bootloader in ROM, in baud; everything starts with it. */
export const romBaudRate = 115_200;

export interface ConnectOptions {
	readonly link: SerialLink;
	/** To go on with once the chip answers, in baud. */
	readonly baudRate: number;
	/** Of the port, where known: it tells how the chip is reset. */
	readonly usb: UsbIds | undefined;
	readonly signal: AbortSignal;
}

export interface Connection {
	readonly loader: ESPLoader;
	readonly transport: LinkTransport;
}

/** How long a reset holds GPIO0 low after EN went high, in ms: the second for boards with a large capacitor at EN. */
const bootHoldsMs = [50, 550] as const;
/** Each is a reset and five calls of 100 ms. */
const attempts = 7;
/** Without a reset there is time to press buttons. */
const attemptsByHand = 30;

const silentTerminal = Object.freeze({ clean: () => undefined, write: () => undefined, writeLine: () => undefined });

/** esptool-js with our ways to reset, which depend on what is known of the port. */
class Loader extends ESPLoader {
	readonly #ways: readonly ResetStrategy[];

	constructor(transport: LinkTransport, baudrate: number, ways: readonly ResetStrategy[]) {
		super({ transport, baudrate, romBaudrate: romBaudRate, terminal: silentTerminal });
		this.#ways = ways;
		// The library waits 100 s for each block that is read.
		this.FLASH_READ_TIMEOUT = this.DEFAULT_TIMEOUT;
	}

	override constructResetSequence(): ResetStrategy[] {
		return [...this.#ways];
	}
}

/** Resets the chip into its bootloader, finds out what it is, and loads the flasher stub. Rejects with `chip-silent`, `port-lost`. */
export async function connectChip(options: ConnectOptions): Promise<Connection> {
	const { link, usb, signal } = options;
	const transport = new LinkTransport(link, { usb, signal });
	const loader = new Loader(transport, options.baudRate, resetWays(link, transport, usb));
	try {
		await loader.connect("default_reset", link.hasSignals ? attempts : attemptsByHand);
	} catch (error) {
		throw transport.failure ?? silentChip(link, transport.peek(), error);
	}
	return { loader, transport };
}

function resetWays(link: SerialLink, transport: LinkTransport, usb: UsbIds | undefined): ResetStrategy[] {
	if (!link.hasSignals) return [];
	const usbWay = new UsbJtagSerialReset(transport);
	if (isUsbSerialJtag(usb)) return [usbWay];
	const classic = bootHoldsMs.map((hold) => new ClassicReset(transport, hold));
	// Behind another machine's port there may be either.
	return usb === undefined ? [...classic, usbWay] : classic;
}
