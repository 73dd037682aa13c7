import { randomInt } from "node:crypto";
import { encodeFrame } from "../../../firmware/core/bootstrap-link/frames.js";
import type { LogFields } from "../../../firmware/ports/log.js";
import { throwIfInterrupted } from "../../base/interruption.js";
import { ToolError } from "../../base/tool-error.js";
import { nodeTextCodec } from "../../virtual-device/node-text-codec.js";
import { diagnoseBoard } from "../diagnosis/diagnose-board.js";
import type { BoardLines } from "./board-lines.js";
import { bootstrapRefused } from "./bootstrap-refused.js";

export interface Question {
	/** One of `frameType`. */
	readonly type: number;
	readonly payload: Uint8Array;
	/** The event that answers it. */
	readonly answer: string;
	/** The frame is sent again after so long without an answer, ms. */
	readonly repeatMs: number;
	/** And given up after so long, ms. */
	readonly deadlineMs: number;
}

/** Asks a board one thing at a time over its serial line; a frame or an answer that is lost is asked for again. */
export class Conversation {
	readonly #board: BoardLines;
	readonly #signal: AbortSignal;
	/** From a random one, so that what an earlier conversation left on the line answers nothing of this one. */
	#sequence = randomInt(0x10000);

	constructor(board: BoardLines, signal: AbortSignal) {
		this.#board = board;
		this.#signal = signal;
	}

	/**
	 * The answer's fields. Rejects with `bootstrap-refused`, `port-lost`, `interrupted`, and without an answer with `board-silent` or the code
	 * of `diagnoseBoard` for what the board said instead.
	 */
	async ask({ type, payload, answer, repeatMs, deadlineMs }: Question): Promise<LogFields> {
		throwIfInterrupted(this.#signal);
		this.#sequence = (this.#sequence + 1) & 0xffff;
		const sequence = this.#sequence;
		const line = encodeFrame({ type, sequence, payload }, nodeTextCodec);
		const over = new AbortController();
		try {
			return await new Promise<LogFields>((resolve, reject) => {
				const send = () => void this.#board.write(line).catch(reject);
				const stopListening = this.#board.listen({
					onEvent(event, fields) {
						if (fields.sequence !== sequence) return;
						if (event === answer) resolve(fields);
						else if (event === "bootstrap.refused") reject(bootstrapRefused(fields));
					},
					onClosed: reject,
				});
				const repeat = setInterval(send, repeatMs);
				const deadline = setTimeout(() => reject(this.#silent(deadlineMs)), deadlineMs);
				over.signal.addEventListener("abort", () => {
					clearInterval(repeat);
					clearTimeout(deadline);
					stopListening();
				});
				const interrupt = () => reject(new ToolError("interrupted", "Interrupted before the board had answered"));
				this.#signal.addEventListener("abort", interrupt, { once: true, signal: over.signal });
				send();
			});
		} finally {
			over.abort();
		}
	}

	/** Sends a frame whose answer nobody waits for; rejects never. */
	async tell(type: number): Promise<void> {
		const sequence = (this.#sequence + 1) & 0xffff;
		const line = encodeFrame({ type, sequence, payload: new Uint8Array(0) }, nodeTextCodec);
		await this.#board.write(line).catch(() => undefined);
	}

	#silent(deadlineMs: number): ToolError {
		const diagnosis = diagnoseBoard(this.#board.heard);
		if (diagnosis !== undefined) {
			const { code, message, next } = diagnosis;
			return new ToolError(code, `${this.#board.name} does not answer: ${message}`, { next });
		}
		return new ToolError("board-silent", `${this.#board.name} did not answer within ${deadlineMs / 1000} s`, {
			next: "see that the board has power and is the one on this port, press RESET, try `thingsmith device monitor`, and close every other program that has the port open",
		});
	}
}
