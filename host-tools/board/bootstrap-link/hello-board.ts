import { frameType, linkProtocol } from "../../../firmware/core/bootstrap-link/frames.js";
import type { LogFields } from "../../../firmware/ports/log.js";
import { isThingName } from "../../base/thing-name.js";
import { ToolError } from "../../base/tool-error.js";
import type { BoardLines } from "./board-lines.js";
import { Conversation } from "./conversation.js";

/** What a board says of itself. */
export interface BoardDescription {
	/** E.g. `esp32c3`, `simulator`, `virtual`. */
	readonly model: string;
	readonly serialNumber: string;
	/** As in docs/log-schema.md. */
	readonly state: string;
	/** Undefined for a device without a name yet. */
	readonly thingName: string | undefined;
	/** The key it makes for itself is in its flash: now is the time for a claim. */
	readonly keyReady: boolean;
	/** Its firmware is no older than changes of settings. */
	readonly takesSettings: boolean;
	/** Undefined: it takes a bootstrap now. Else the device's code for why not, such as `identity-kept`. */
	readonly refusal: string | undefined;
}

export interface HelloOptions {
	readonly signal: AbortSignal;
	/** How long a board may take to answer, ms: it may just be starting. 10 s by default. */
	readonly deadlineMs?: number;
	/** Between two tries, ms. */
	readonly repeatMs?: number;
}

/** Asks the board who it is. Rejects with `board-silent`, `bootstrap-refused` (it speaks another protocol), `port-lost`, `interrupted`. */
export async function helloBoard(board: BoardLines, options: HelloOptions): Promise<BoardDescription> {
	const { signal, deadlineMs = 10_000, repeatMs = 500 } = options;
	const question = { type: frameType.hello, payload: new Uint8Array(0), answer: "bootstrap.hello" };
	return describe(await new Conversation(board, signal).ask({ ...question, repeatMs, deadlineMs }));
}

function describe(fields: LogFields): BoardDescription {
	if (fields.protocol !== linkProtocol) {
		throw new ToolError("bootstrap-refused", `The board speaks protocol ${fields.protocol}, not ${linkProtocol}`, {
			next: "flash the firmware of this version of thingsmith, or use the version the board was flashed with",
		});
	}
	const { serialNumber, thingName } = fields;
	if (typeof serialNumber !== "string" || !serialNumberPattern.test(serialNumber)) throw malformed("serial number");
	if (thingName !== undefined && !isThingName(thingName)) throw malformed("thing name");
	return {
		model: String(fields.model),
		serialNumber,
		state: String(fields.state),
		thingName,
		keyReady: fields.keyReady === true,
		takesSettings: fields.takesSettings === true,
		refusal: fields.accepts === true ? undefined : String(fields.code),
	};
}

/** Things are called by it, and series know boards by it. */
const serialNumberPattern = /^[a-zA-Z0-9:_.-]{1,128}$/;

/** Answers have no checksum: a line that loses characters is one reason. */
function malformed(what: string): ToolError {
	return new ToolError("board-silent", `The board answers with what is no ${what}`, {
		next: "run the same command again; if it stays, bring thingsmith's firmware: `thingsmith device flash`",
	});
}
