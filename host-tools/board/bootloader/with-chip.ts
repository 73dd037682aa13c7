import type { TaskContext } from "../../base/task-context.js";
import type { ChosenPort } from "../serial/choose-port.js";
import { type BoardOptions, openBoard } from "../serial/open-board.js";
import { resetBoard } from "../serial/reset-board.js";
import type { BootloaderEvent } from "./bootloader-events.js";
import { Chip } from "./chip.js";
import { romBaudRate } from "./connect-chip.js";

/** Calls `use` with the chip on the port that is meant, in its bootloader, and closes the port afterwards, whatever happens. */
export async function withChip<T>(
	options: BoardOptions,
	{ emit, signal }: TaskContext<BootloaderEvent>,
	use: (chip: Chip, port: ChosenPort) => Promise<T>,
): Promise<T> {
	const { baudRate } = options;
	const { port, link } = await openBoard(options, romBaudRate, signal);
	try {
		if (!link.hasSignals) {
			emit({
				event: "note",
				text: `${port.path} cannot reset the board: hold BOOT and press RESET, if it is not in its bootloader.`,
			});
		}
		const chip = await Chip.connect({ link, baudRate, usb: port.usb, signal });
		const { name, flashSize, mac } = chip.description;
		emit({ event: "board", port: port.path, chip: name, flashSize, mac });
		return await use(chip, port);
	} catch (error) {
		// Whatever was refused or failed, the board is not left in its bootloader. What this comes from is what is reported.
		if (link.hasSignals) await resetBoard(link).catch(() => undefined);
		throw error;
	} finally {
		await link.close();
	}
}
