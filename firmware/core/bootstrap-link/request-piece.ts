import type { DeviceKey } from "../../ports/key-maker.js";
import type { LogFields } from "../../ports/log.js";
import type { TextCodec } from "../../ports/text-codec.js";
import { crc32 } from "../encoding/crc32.js";
import { readPem } from "../encoding/pem.js";

/** Bytes of the request in one answer: its line stays as short as those of the log. */
const pieceLength = 192;

/** Fields of an answer to `request`, whose payload is an offset (uint16): a piece of the PKCS#10 DER, or `total` 0 while there is no key. */
export function requestPiece(key: DeviceKey | undefined, payload: Uint8Array, codec: TextCodec): LogFields {
	if (!key) return { total: 0 };
	const { der } = readPem(key.certificateSigningRequest, codec);
	const offset = Math.min((payload[0] ?? 0) | ((payload[1] ?? 0) << 8), der.length);
	return {
		total: der.length,
		crc: crc32(der),
		offset,
		data: codec.toBase64(der.subarray(offset, offset + pieceLength)),
	};
}
