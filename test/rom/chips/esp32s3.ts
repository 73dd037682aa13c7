import { type ChipModel, laterSpi, macWords } from "./chip-model.js";

const efuse = 0x60007000;
const block1 = efuse + 0x44;

/** ESP32-S3 (QFN56), revision 0.2, with flash beside it. */
export const esp32s3: ChipModel = {
	name: "esp32s3",
	magic: 0x9,
	chipId: 9,
	hasSecurityInfo: true,
	bootloaderOffset: 0,
	spi: laterSpi,
	uartDivider: 0x60000014,
	watchdog: 0x60008098,
	*registers({ mac, flashEncryption }) {
		const [low, high] = macWords(mac);
		yield [efuse + 0x34, flashEncryption ? (1 << 18) | (4 << 24) : 0];
		yield [block1, low];
		yield [block1 + 4, high];
		yield [block1 + 12, 2 << 18];
	},
	banner: "ESP-ROM:esp32s3-20210327\r\nBuild:Mar 27 2021\r\n",
	bootFromFlash: "rst:0x1 (POWERON),boot:0x8 (SPI_FAST_FLASH_BOOT)\r\n",
	bootToDownload: "rst:0x1 (POWERON),boot:0x0 (DOWNLOAD(USB/UART0))\r\nwaiting for download\r\n",
};
