import { DeviceError } from "../../ports/errors.js";
import { bootstrapKinds } from "../identity/bootstrap-records.js";

/** Bytes of a whole bootstrap; with what a device may have staged it fits half a partition, and a chip's memory. */
export const maximumBootstrap = 12_288;
const entryLength = 3;

/** What is to come: the payload of `begin`. */
export interface Manifest {
	/** Type and length of the records in the order they are sent. */
	readonly records: readonly { readonly type: number; readonly length: number }[];
	/** CRC-32 of all records in this order. */
	readonly crc: number;
}

/** Count (uint8), then type (uint8) and length (uint16) of each, then the CRC (uint32), little endian. */
export function encodeManifest({ records, crc }: Manifest): Uint8Array {
	const bytes = new Uint8Array(1 + records.length * entryLength + 4);
	const view = new DataView(bytes.buffer);
	view.setUint8(0, records.length);
	for (const [index, { type, length }] of records.entries()) {
		view.setUint8(1 + index * entryLength, type);
		view.setUint16(2 + index * entryLength, length, true);
	}
	view.setUint32(bytes.length - 4, crc, true);
	return bytes;
}

/** Throws `bootstrap-invalid` for records that make no bootstrap, `flash-full` for too many bytes. */
export function decodeManifest(payload: Uint8Array): Manifest {
	const count = payload[0] ?? 0;
	if (payload.length !== 1 + count * entryLength + 4) throw invalid("The announcement of the bootstrap is malformed");
	const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
	const records = Array.from({ length: count }, (_, index) => ({
		type: view.getUint8(1 + index * entryLength),
		length: view.getUint16(2 + index * entryLength, true),
	}));
	const types = records.map(({ type }) => type).sort((a, b) => a - b);
	// Every kind lists its types in ascending order.
	if (!bootstrapKinds.some((kind) => kind.length === count && kind.every((type, index) => type === types[index]))) {
		throw invalid(`Records of types ${types.join(", ")} make no bootstrap`);
	}
	const total = records.reduce((sum, { length }) => sum + length, 0);
	if (total > maximumBootstrap) {
		throw new DeviceError("flash-full", `The bootstrap has ${total} bytes, more than ${maximumBootstrap}`);
	}
	return { records, crc: view.getUint32(payload.length - 4, true) };
}

function invalid(problem: string): DeviceError {
	return new DeviceError("bootstrap-invalid", problem);
}
