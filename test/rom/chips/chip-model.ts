export type ChipName = "esp32" | "esp32c3" | "esp32s3";

/** Where the SPI controller of the flash has its registers: offsets from `base`. */
export interface SpiLayout {
	readonly base: number;
	readonly usr2: number;
	readonly misoLength: number;
	readonly w0: number;
	/** True: a 24-bit address stands in the upper bits of the address register. */
	readonly addressLeftAligned: boolean;
}

/** Of ESP32-C3 and ESP32-S3, and of what came after them. */
export const laterSpi: SpiLayout = Object.freeze({
	base: 0x60002000,
	usr2: 0x20,
	misoLength: 0x28,
	w0: 0x58,
	addressLeftAligned: false,
});

export interface Efuses {
	readonly mac: Uint8Array;
	readonly flashEncryption: boolean;
}

/** What tells one chip's ROM from another's. Sources: technical reference manuals and esptool's description of each target. */
export interface ChipModel {
	readonly name: ChipName;
	/** At 0x40001000. */
	readonly magic: number;
	/** In image headers and, where the chip has it, in GET_SECURITY_INFO. */
	readonly chipId: number;
	/** False: the chip does not know GET_SECURITY_INFO, nor secure download mode. */
	readonly hasSecurityInfo: boolean;
	readonly bootloaderOffset: number;
	readonly spi: SpiLayout;
	/** Register with the divider of UART0. */
	readonly uartDivider: number;
	/** Writing bit 31 there starts the RTC watchdog, which resets the chip. */
	readonly watchdog: number | undefined;
	/** Registers whose content esptool and its likes read, by address. */
	registers(efuses: Efuses): Iterable<readonly [address: number, value: number]>;
	/** First lines after a reset. */
	readonly banner: string;
	readonly bootFromFlash: string;
	readonly bootToDownload: string;
}

/** The two registers in which chips keep their address: the last four bytes, then the first two. */
export function macWords(mac: Uint8Array): readonly [low: number, high: number] {
	const view = new DataView(mac.buffer, mac.byteOffset, mac.byteLength);
	return [view.getUint32(2), view.getUint16(0)];
}
