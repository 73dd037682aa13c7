import { type ChipModel, macWords } from "./chip-model.js";

const efuse = 0x3ff5a000;

/** ESP32-D0WD-V3, revision 3.0, 40 MHz crystal. */
export const esp32: ChipModel = {
	name: "esp32",
	magic: 0x00f01d83,
	chipId: 0,
	hasSecurityInfo: false,
	bootloaderOffset: 0x1000,
	spi: {
		base: 0x3ff42000,
		usr2: 0x24,
		misoLength: 0x2c,
		w0: 0x80,
		addressLeftAligned: true,
	},
	uartDivider: 0x3ff40014,
	watchdog: undefined,
	*registers({ mac, flashEncryption }) {
		const [low, high] = macWords(mac);
		// FLASH_CRYPT_CNT: an odd number of bits means encrypted.
		yield [efuse, flashEncryption ? 1 << 20 : 0];
		yield [efuse + 4, low];
		yield [efuse + 8, high];
		// Package 1 (D0WD), CPU rated at 240 MHz, and the three bits that together say revision 3.
		yield [efuse + 12, (1 << 9) | (1 << 13) | (1 << 15)];
		// CK8M_FREQ, with the calibration below: 50 * 2048 * 15625 / 40 = 40 MHz.
		yield [efuse + 16, 50];
		yield [efuse + 20, 1 << 20];
		yield [0x3ff6607c, 1 << 31];
		yield [0x3ff5f06c, 2048 << 7];
	},
	banner: "ets Jul 29 2019 12:21:46\r\n\r\n",
	bootFromFlash: "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n",
	bootToDownload:
		"rst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))\r\nwaiting for download\r\n",
};
