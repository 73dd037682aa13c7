import type { TaskContext } from "../../base/task-context.js";
import { type ChosenPort, choosePort } from "../serial/choose-port.js";
import { listPorts } from "../serial/list-ports.js";
import { openSerialLink } from "../serial/open-serial-link.js";
import { resetBoard } from "../serial/reset-board.js";
import type { OpenSerialLink } from "../serial/serial-link.js";
import type { BootloaderEvent } from "./bootloader-events.js";
import { Chip } from "./chip.js";
import { romBaudRate } from "./connect-chip.js";

export interface BoardOptions {
	/** --port; undefined: of the environment, or the only one there is. */
	readonly port: string | undefined;
	/** --baud. */
	readonly baudRate: number;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** For tests. */
	readonly openLink?: OpenSerialLink;
	/** For tests. */
	readonly list?: typeof listPorts;
}

/** Calls `use` with the chip on the port that is meant, in its bootloader, and closes the port afterwards, whatever happens. */
export async function withChip<T>(
	options: BoardOptions,
	{ emit, signal }: TaskContext<BootloaderEvent>,
	use: (chip: Chip, port: ChosenPort) => Promise<T>,
): Promise<T> {
	const { openLink = openSerialLink, list = listPorts, baudRate } = options;
	const port = await choosePort(options.port, options.env, list);
	const link = await openLink(port.path, { baudRate: romBaudRate, signal });
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
