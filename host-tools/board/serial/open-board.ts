import { type ChosenPort, choosePort } from "./choose-port.js";
import { listPorts } from "./list-ports.js";
import { openSerialLink } from "./open-serial-link.js";
import type { OpenSerialLink, SerialLink } from "./serial-link.js";

/** Which board is meant. */
export interface BoardPort {
	/** --port; undefined: of the environment, or the only one there is. */
	readonly port: string | undefined;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** For tests. */
	readonly openLink?: OpenSerialLink;
	/** For tests. */
	readonly list?: typeof listPorts;
}

/** A board, and how fast it is spoken to. */
export interface BoardOptions extends BoardPort {
	/** --baud. */
	readonly baudRate: number;
}

export interface OpenedBoard {
	readonly port: ChosenPort;
	/** Whoever opens it closes it. */
	readonly link: SerialLink;
}

/** Opens the port of the board that is meant. Rejects as `choosePort` and the link do. */
export async function openBoard(board: BoardPort, baudRate: number, signal: AbortSignal): Promise<OpenedBoard> {
	const { env, openLink = openSerialLink, list = listPorts } = board;
	const port = await choosePort(board.port, env, list);
	return { port, link: await openLink(port.path, { baudRate, signal }) };
}
