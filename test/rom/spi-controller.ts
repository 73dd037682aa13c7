import type { SpiLayout } from "./chips/chip-model.js";
import type { FlashChip } from "./flash-chip.js";
import type { Registers } from "./registers.js";

const userCommand = 1 << 18;
const readId = 0x9f;
const readStatus = [0x05, 0x35, 0x15];
const readParameters = 0x5a;

/**
 * The flash's SPI controller, as far as tools drive it through its registers: "user" commands, which answer in W0 with up to
 * 32 bits. Knows RDID, the status registers and the signature of the SFDP table; others are taken and answer nothing.
 */
export function attachSpiController(registers: Registers, layout: SpiLayout, flash: FlashChip): void {
	registers.onWrite(layout.base, (value) => {
		if ((value & userCommand) === 0) return;
		const command = registers.read(layout.base + layout.usr2) & 0xff;
		const bits = (registers.read(layout.base + layout.misoLength) & 0x3ff) + 1;
		const address = registers.read(layout.base + 4);
		const answer = answerOf(command, layout.addressLeftAligned ? address >>> 8 : address, flash);
		if (answer !== undefined) {
			registers.poke(layout.base + layout.w0, bits >= 32 ? answer : answer & ((1 << bits) - 1));
		}
		// The controller clears the bit when the command is through.
		registers.poke(layout.base, value & ~userCommand);
	});
}

function answerOf(command: number, address: number, flash: FlashChip): number | undefined {
	if (command === readId) return flash.jedecId;
	if (readStatus.includes(command)) return 0;
	if (command === readParameters) return address === 0 ? 0x50444653 : 0xffffffff;
	return undefined;
}
