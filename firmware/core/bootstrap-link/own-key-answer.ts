import { DeviceError } from "../../ports/errors.js";
import type { DeviceKey } from "../../ports/key-maker.js";
import type { LogFields } from "../../ports/log.js";
import type { TextCodec } from "../../ports/text-codec.js";
import type { Bootstrap, BootstrapForOwnKey } from "../bootstrap.js";
import { crc32 } from "../encoding/crc32.js";
import { readPem } from "../encoding/pem.js";
import { certificatePublicKey, requestPublicKey } from "../keys/public-key-info.js";

/** Bytes of the request in one answer: its line stays as short as those of the log. */
const pieceLength = 192;

/** Why a certificate that came without a key is refused; the host knows by it what to advise. */
export const ownKeyProblems = Object.freeze({
	missing: "The certificate came without a key, and this device has made none",
	other: "The certificate is for another key than the one this device made",
});

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

/**
 * The bootstrap with `key`, the one the device made for itself, where it came without one. Throws `bootstrap-invalid` when there is no
 * such key, or the certificate is for another.
 */
export function withOwnKey(
	bootstrap: Bootstrap | BootstrapForOwnKey,
	key: DeviceKey | undefined,
	codec: TextCodec,
): Bootstrap {
	const { settings, rootCa, credential } = bootstrap;
	if (credential.kind !== "own-key") return { settings, rootCa, credential };
	if (!key) throw new DeviceError("bootstrap-invalid", ownKeyProblems.missing);
	const request = readPem(key.certificateSigningRequest, codec).der;
	const [own, certified] = [requestPublicKey(request), certificatePublicKey(credential.certificate)];
	if (own.length !== certified.length || own.some((byte, index) => byte !== certified[index])) {
		throw new DeviceError("bootstrap-invalid", ownKeyProblems.other);
	}
	return { settings, rootCa, credential: { ...credential, kind: "permanent", privateKey: key.privateKey } };
}
