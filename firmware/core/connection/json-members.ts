import type { MessageSink } from "./message-router.js";

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

const whiteSpace: readonly number[] = Object.freeze([0x20, 0x09, 0x0a, 0x0d]);

/** Bytes of a member's name that are kept: longer ones are wanted by nobody. */
const longestName = 64;

/**
 * Passes on a JSON object (RFC 8259) with only those of its members that are wanted: what else a long message holds is never in memory.
 * Text that is no JSON object comes out as text that is none either, or without members; what is wrong with a member that is not wanted
 * goes unnoticed.
 */
export class JsonMembers implements MessageSink {
	readonly #wanted: readonly string[];
	readonly #target: MessageSink;
	/** Braces and brackets that are open. */
	#depth = 0;
	/** Inside the object, of which only members pass. */
	#inObject = false;
	#inString = false;
	#isEscaped = false;
	/** Of the member that is being read, as far as it has come; undefined while its value is. */
	#name: string | undefined;
	/** What comes is passed on. */
	#passes = true;
	#passedMember = false;

	/** `wanted`: names in ASCII that JSON does not escape. */
	constructor(wanted: readonly string[], target: MessageSink) {
		this.#wanted = wanted;
		this.#target = target;
	}

	take(piece: Uint8Array): void {
		let from = 0;
		for (let at = 0; at < piece.length; at++) {
			const byte = piece[at] as number;
			if (this.#inString) {
				this.#takeOfString(byte);
			} else if (byte === quote) {
				this.#inString = true;
			} else if (byte === openBrace || byte === openBracket) {
				this.#depth += 1;
				this.#name = undefined;
				if (this.#depth > 1 || byte === openBracket) continue;
				this.#pass(piece, from, at + 1);
				this.#enterObject();
			} else if (byte === closeBrace || byte === closeBracket) {
				this.#depth -= 1;
				if (this.#depth > 0 || !this.#inObject) continue;
				this.#pass(piece, from, at);
				this.#inObject = false;
				this.#passes = true;
				from = at;
			} else if (this.#inObject && this.#depth === 1 && byte === comma) {
				this.#pass(piece, from, at);
				this.#passes = false;
				this.#name = "";
			} else if (this.#name !== undefined && byte === colon) {
				this.#beginValue(this.#name);
				from = at + 1;
			} else if (!whiteSpace.includes(byte)) {
				// Where a name or its colon should be stands something else: no member begins here.
				this.#name = undefined;
			}
		}
		this.#pass(piece, from, piece.length);
	}

	end(): void {
		this.#target.end();
	}

	#takeOfString(byte: number): void {
		if (this.#isEscaped) this.#isEscaped = false;
		else if (byte === backslash) this.#isEscaped = true;
		else if (byte === quote) this.#inString = false;
		if (!this.#inString || this.#name === undefined || this.#name.length > longestName) return;
		this.#name += String.fromCharCode(byte);
	}

	#enterObject(): void {
		this.#inObject = true;
		this.#passes = false;
		this.#name = "";
	}

	#beginValue(name: string): void {
		this.#name = undefined;
		if (!this.#wanted.includes(name)) return;
		const member = `${this.#passedMember ? "," : ""}"${name}":`;
		this.#target.take(Uint8Array.from(member, (character) => character.charCodeAt(0)));
		this.#passedMember = true;
		this.#passes = true;
	}

	#pass(piece: Uint8Array, from: number, to: number): void {
		if (this.#passes && to > from) this.#target.take(piece.subarray(from, to));
	}
}
