import { type ChipModel, laterSpi, macWords } from "./chip-model.js";

const efuse = 0x60008800;
const block1 = efuse + 0x44;

/** ESP32-C3 (QFN32), revision 0.4, with 4 MB of XMC flash in the package. */
export const esp32c3: ChipModel = {
	name: "esp32c3",
	magic: 0x1b31506f,
	chipId: 5,
	hasSecurityInfo: true,
	bootloaderOffset: 0,
	spi: laterSpi,
	uartDivider: 0x60000014,
	watchdog: 0x60008090,
	*registers({ mac, flashEncryption }) {
		const [low, high] = macWords(mac);
		// SPI_BOOT_CRYPT_CNT and, as purpose of key 0, XTS_AES_128_KEY.
		yield [efuse + 0x34, flashEncryption ? (1 << 18) | (4 << 24) : 0];
		yield [block1, low];
		yield [block1 + 4, high];
		yield [block1 + 12, (4 << 18) | (1 << 27)];
		yield [block1 + 16, 1];
	},
	banner: "ESP-ROM:esp32c3-api1-20210207\r\nBuild:Feb  7 2021\r\n",
	bootFromFlash: "rst:0x1 (POWERON),boot:0xc (SPI_FAST_FLASH_BOOT)\r\n",
	bootToDownload: "rst:0x1 (POWERON),boot:0x4 (DOWNLOAD(USB/UART0/1))\r\nwaiting for download\r\n",
};
