import { chipCommands } from "./chip-commands.js";
import { CommandError } from "./command-error.js";
import { type Answer, type CommandEntry, type CommandTable, parameters } from "./command-table.js";
import { PowerCut } from "./flash-chip.js";
import { flashCommands } from "./flash-commands.js";
import { FlashReader } from "./flash-reader.js";
import { type Command, decodeCommand, encodeResponse } from "./packet.js";
import { RamDownload } from "./ram-download.js";
import type { Session } from "./session.js";

const noBytes = new Uint8Array(0);
const known: CommandTable = { ...chipCommands, ...flashCommands };

/** ROM or, once one was loaded, the stub: takes payloads of SLIP frames and sends some. */
export class Loader {
	readonly #session: Session;
	readonly #send: (payload: Uint8Array) => void;
	#reader: FlashReader | undefined;

	constructor(session: Session, send: (payload: Uint8Array) => void) {
		this.#session = session;
		this.#send = send;
	}

	/** The command in a frame; undefined for noise and for acknowledgements of READ_FLASH. */
	parse(frame: Uint8Array): Command | undefined {
		return this.#reader ? undefined : decodeCommand(frame);
	}

	/** Rejects with PowerCut and nothing else. */
	async take(frame: Uint8Array): Promise<void> {
		if (this.#reader?.acknowledge(frame)) this.#reader = undefined;
		const command = this.parse(frame);
		if (command) await this.#run(command);
	}

	async #run(command: Command): Promise<void> {
		const { faults } = this.#session;
		if (faults.answerAfter) await new Promise((resolve) => setTimeout(resolve, faults.answerAfter));
		const entry = this.#entryOf(command);
		if (entry === undefined) return this.#refuse(command);
		try {
			if (!command.whole) throw new CommandError("format");
			const answer = await entry.run(this.#session, command);
			for (let time = 0; time < (answer.times ?? 1); time++) this.#answer(command.opcode, answer, [0, 0]);
			await answer.afterwards?.();
		} catch (error) {
			if (error instanceof PowerCut) throw error;
			const failed = error instanceof CommandError ? error : new CommandError("flash");
			this.#answer(command.opcode, {}, [1, failed.codeFor(this.#session.kind)]);
		}
	}

	#entryOf({ name }: Command): CommandEntry | undefined {
		const { kind, chip, faults } = this.#session;
		if (name === "MEM_END")
			return faults.secureDownload ? undefined : { run: (_session, command) => this.#start(command) };
		if (name === "READ_FLASH" && kind === "stub") return { run: (_session, command) => this.#read(command) };
		if (name === "GET_SECURITY_INFO" && !chip.hasSecurityInfo) return undefined;
		const entry = name && known[name];
		if (entry?.only && entry.only !== kind) return undefined;
		return faults.secureDownload && !entry?.secure ? undefined : entry;
	}

	#answer(opcode: number, { value = 0, data = noBytes }: Answer, status: readonly [number, number]): void {
		const bytes = this.#session.kind === "stub" ? status : [...status, 0, 0];
		this.#send(encodeResponse(opcode, value, data, Uint8Array.from(bytes)));
	}

	/** The ROM answers what it does not know eight times, and not by the command's number: hosts take that for "unsupported". */
	#refuse({ opcode }: Command): void {
		const { kind } = this.#session;
		const status = [1, new CommandError("unknown").codeFor(kind)] as const;
		const [number, times] = kind === "stub" ? [opcode, 1] : [0, 8];
		for (let time = 0; time < times; time++) this.#answer(number, {}, status);
	}

	/** MEM_END. Only a whole program runs, and every program is a stub; the ROM that ran anything else would be gone for good. */
	#start(command: Command): Answer {
		const [stay = 0, entry = 0] = parameters(command, 2);
		const session = this.#session;
		if (stay !== 0) return {};
		return {
			afterwards: () => {
				const runs = session.ram.canRun(entry);
				session.ram = new RamDownload();
				if (!runs) return;
				session.kind = "stub";
				this.#send(Buffer.from("OHAI", "latin1"));
			},
		};
	}

	#read(command: Command): Answer {
		const [offset = 0, length = 0, packetLength = 0, window = 0] = parameters(command, 4);
		if (packetLength === 0 || window === 0) throw new CommandError("parameter");
		const bytes = this.#session.flash.read(offset, length);
		return {
			afterwards: () => {
				const reader = new FlashReader({ bytes, packetLength, window, send: this.#send });
				this.#reader = reader.start() ? undefined : reader;
			},
		};
	}
}
