import type { Bootstrap, BootstrapForOwnKey } from "../../../firmware/core/bootstrap.js";
import {
	encodeManifest,
	encodePart,
	frameType,
	maximumBootstrap,
	maximumPart,
} from "../../../firmware/core/bootstrap-link/frames.js";
import { crc32 } from "../../../firmware/core/encoding/crc32.js";
import { toRecords } from "../../../firmware/core/identity/bootstrap-records.js";
import { recordType } from "../../../firmware/core/identity/record-types.js";
import { ToolError } from "../../base/tool-error.js";
import { nodeTextCodec } from "../../virtual-device/node-text-codec.js";
import type { SettingsChange } from "../identity/settings-change.js";
import type { BoardLines } from "./board-lines.js";
import { Conversation, type Question } from "./conversation.js";

export interface SendOptions {
	readonly signal: AbortSignal;
	/** Called with bytes acknowledged and bytes in all, last with both the same. */
	readonly onProgress?: (sent: number, total: number) => void;
	/** A frame is sent again after so long without an answer, ms; 1 s by default. */
	readonly repeatMs?: number;
	/** And given up after so long, ms; 5 s by default. The end, which has the board erase and write flash, gets four times that. */
	readonly deadlineMs?: number;
}

/**
 * Gives a running board a bootstrap; resolves when it is in the board's flash, which lives on by it from then on. Whatever goes wrong
 * before changes nothing on the board. Rejects with `bootstrap-refused`, `board-silent`, `port-lost`, `interrupted`.
 */
export function sendBootstrap(
	board: BoardLines,
	bootstrap: Bootstrap | BootstrapForOwnKey,
	options: SendOptions,
): Promise<void> {
	return sendRecords(board, toRecords(bootstrap, nodeTextCodec), options);
}

/** Gives a running board other settings, and leaves it its identity. Resolves and rejects as `sendBootstrap` does. */
export function sendSettings(board: BoardLines, change: SettingsChange, options: SendOptions): Promise<void> {
	const record = nodeTextCodec.encode(JSON.stringify(change));
	return sendRecords(board, new Map([[recordType.settingsChange, record]]), options);
}

async function sendRecords(
	board: BoardLines,
	values: ReadonlyMap<number, Uint8Array>,
	options: SendOptions,
): Promise<void> {
	const { signal, onProgress = () => {}, repeatMs = 1000, deadlineMs = 5000 } = options;
	const records = [...values].map(([type, bytes]) => ({ type, bytes }));
	const total = records.reduce((sum, { bytes }) => sum + bytes.length, 0);
	if (total > maximumBootstrap) throw tooLarge(total);
	const conversation = new Conversation(board, signal);
	const ask = (type: number, payload: Uint8Array, others: Partial<Question> = {}) =>
		conversation.ask({ type, payload, answer: "bootstrap.received", repeatMs, deadlineMs, ...others });
	try {
		const crc = crc32(...records.map(({ bytes }) => bytes));
		const announced = records.map(({ type, bytes }) => ({ type, length: bytes.length }));
		await ask(frameType.begin, encodeManifest({ records: announced, crc }));
		let sent = 0;
		for (const { type, bytes } of records) {
			for (let offset = 0; offset < bytes.length; offset += maximumPart) {
				const piece = bytes.subarray(offset, offset + maximumPart);
				await ask(frameType.part, encodePart({ type, offset, bytes: piece }));
				sent += piece.length;
				onProgress(sent, total);
			}
		}
		await ask(frameType.end, new Uint8Array(0), { answer: "bootstrap.accepted", deadlineMs: deadlineMs * 4 });
	} catch (error) {
		// The board would forget it by itself, but nobody need wait for that.
		await conversation.tell(frameType.abort);
		throw error;
	}
}

function tooLarge(total: number): ToolError {
	return new ToolError("bootstrap-refused", `The bootstrap has ${total} bytes; a board takes ${maximumBootstrap}`, {
		next: "shorten the bootstrap's settings, or use a smaller root CA",
	});
}
