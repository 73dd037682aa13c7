import {
	encodeFrame,
	encodeManifest,
	encodePart,
	frameType,
	maximumPart,
} from "../../firmware/core/bootstrap-link/frames.js";
import { crc32 } from "../../firmware/core/encoding/crc32.js";
import { nodeTextCodec } from "../../host-tools/virtual-device/node-text-codec.js";

/** Lines of frames, each with the sequence number after the one before. */
export class FrameWriter {
	#sequence: number;

	constructor(sequence = 0xfffe) {
		this.#sequence = sequence;
	}

	line(type: number, payload: Uint8Array = new Uint8Array(0)): string {
		this.#sequence = (this.#sequence + 1) & 0xffff;
		return encodeFrame({ type, sequence: this.#sequence, payload }, nodeTextCodec);
	}

	/** All frames of a bootstrap in order. */
	bootstrap(records: ReadonlyMap<number, Uint8Array>): string[] {
		const announced = [...records].map(([type, { length }]) => ({ type, length }));
		const lines = [this.line(frameType.begin, encodeManifest({ records: announced, crc: crc32(...records.values()) }))];
		for (const [type, bytes] of records) {
			for (let offset = 0; offset < bytes.length; offset += maximumPart) {
				const piece = bytes.subarray(offset, offset + maximumPart);
				lines.push(this.line(frameType.part, encodePart({ type, offset, bytes: piece })));
			}
		}
		return [...lines, this.line(frameType.end)];
	}
}
