import { DeviceError } from "../../ports/errors.js";
import type { TextCodec } from "../../ports/text-codec.js";

/** The first PEM block of `text` (RFC 7468): its label, e.g. `CERTIFICATE`, and its DER. Throws `reply-invalid`. */
export function readPem(text: string, codec: TextCodec): { label: string; der: Uint8Array } {
	const lines = text.split("\n").map((line) => line.trim());
	const first = lines.findIndex((line) => line.startsWith("-----BEGIN ") && line.endsWith("-----"));
	if (first < 0) throw new DeviceError("reply-invalid", "Not a PEM text: no BEGIN line");
	const label = (lines[first] as string).slice("-----BEGIN ".length, -"-----".length);
	const last = lines.indexOf(`-----END ${label}-----`, first);
	if (last < 0) throw new DeviceError("reply-invalid", `PEM block "${label}" has no END line`);
	try {
		return { label, der: codec.fromBase64(lines.slice(first + 1, last).join("")) };
	} catch {
		// The codec's own error is dropped on purpose: it may quote the key.
		throw new DeviceError("reply-invalid", `PEM block "${label}" is not base64`);
	}
}

/** PEM with 64-character lines and a trailing newline. */
export function writePem(label: string, der: Uint8Array, codec: TextCodec): string {
	const base64 = codec.toBase64(der);
	const lines = [`-----BEGIN ${label}-----`];
	for (let offset = 0; offset < base64.length; offset += 64) lines.push(base64.slice(offset, offset + 64));
	return `${lines.join("\n")}\n-----END ${label}-----\n`;
}
