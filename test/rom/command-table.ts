import { CommandError } from "./command-error.js";
import { type Command, type CommandName, dataChecksum, words } from "./packet.js";
import type { Session } from "./session.js";

export interface Answer {
	/** READ_REG's result. */
	readonly value?: number;
	readonly data?: Uint8Array;
	/** How often it is sent; once by default. */
	readonly times?: number;
	/** What happens once the answer is on the line. */
	readonly afterwards?: () => void | Promise<void>;
}

/** Throws CommandError. */
export type Handler = (session: Session, command: Command) => Answer | Promise<Answer>;

export interface CommandEntry {
	/** Both know it unless this says otherwise. */
	readonly only?: "rom" | "stub";
	/** True: also in secure download mode. */
	readonly secure?: boolean;
	readonly run: Handler;
}

export type CommandTable = Readonly<Partial<Record<CommandName, CommandEntry>>>;

/** The first `count` words of the command's data. Throws CommandError `format` where there are fewer. */
export function parameters(command: Command, count: number): number[] {
	const all = words(command.data);
	if (all.length < count) throw new CommandError("format");
	return all;
}

/** What a DATA command carries. Throws CommandError: another length than it says, another checksum. */
export function block(command: Command): Uint8Array {
	const [length = 0] = parameters(command, 4);
	const bytes = command.data.subarray(16);
	if (bytes.length !== length) throw new CommandError("format");
	if (dataChecksum(bytes) !== (command.checksum & 0xff)) throw new CommandError("checksum");
	return bytes;
}
