import type { ToolErrorCode } from "../../base/tool-error.js";
import { findSign } from "./diagnose-board.js";
import type { Diagnosis } from "./symptom.js";
import { Transcript } from "./transcript.js";

/** Tells once of each thing that is wrong with a board, as soon as it shows in what the board sends. */
export class SignWatch {
	readonly #transcript = new Transcript();
	readonly #told = new Set<ToolErrorCode>();

	/** What `bytes` show that was not told before. */
	take(bytes: Uint8Array): Diagnosis | undefined {
		this.#transcript.add(bytes);
		const sign = findSign(this.#transcript.bytes);
		if (sign === undefined || this.#told.has(sign.code)) return undefined;
		this.#told.add(sign.code);
		return sign;
	}
}
