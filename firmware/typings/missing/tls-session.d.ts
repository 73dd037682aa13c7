/** The SDK's TLS session, under the name manifest.json gives it, and its certificates. Untyped in the SDK. Only what firmware/adapters calls. */
declare module "ssl/session/419" {
	import type CertificateManager from "ssl/cert";
	import type { Certificate, CertificateOptions } from "ssl/cert";

	export type SessionOptions = CertificateOptions & { readonly certificate: Certificate };

	export interface SessionCache {
		getByHost(host: string): { id: ArrayBuffer; secret: unknown } | undefined;
		saveSession(host: string, id: ArrayBuffer, secret: unknown): void;
		deleteSessionID(id: ArrayBuffer): void;
	}

	/** What a session needs of its socket. */
	export interface SessionSocket {
		write(data: Uint8Array): number;
	}

	export default class Session {
		/** The last alert received. */
		readonly alert: { readonly level: number; readonly description: number } | undefined;
		/** Type of the handshake message taken last; -1 between flights. */
		readonly handshakeProcess: number;
		/** Asked during the handshake, dropped after it. */
		certificateManager: CertificateManager;
		/** Asked before ClientHello, told after the handshake, then dropped. */
		cacheManager: SessionCache | false;
		/** The session that ClientHello offers to resume. */
		clientSessionID: ArrayBuffer | undefined;
		/** Set from this side's ChangeCipherSpec on. */
		readonly clientCipher: object | null;

		constructor(options: CertificateOptions);
		/** True when the handshake is over. Throws on what the peer does wrong. */
		handshake(socket: SessionSocket): boolean;
		/** Called with the message that is about to be made or taken. */
		traceProtocol(message: { readonly name: string }): void;
		/** The next whole record, with its header. */
		readPacket(socket: SessionSocket): Uint8Array | undefined;
		/** Undefined: nothing complete to read; null: closed by the peer. */
		read(socket: SessionSocket): Uint8Array | null | undefined;
		write(socket: SessionSocket, data: Uint8Array | ArrayBuffer, options?: { more?: boolean }): number;
	}
}

declare module "ssl/cert" {
	import type { DecodedCertificate, PublicKey } from "x509";

	/** DER */
	export type Certificate = ArrayBuffer | Uint8Array;

	export interface CertificateOptions {
		readonly certificate?: Certificate | undefined;
		readonly clientCertificates?: readonly Certificate[];
		/** PKCS#8 DER */
		readonly clientKey?: ArrayBuffer;
	}

	export default class CertificateManager {
		/** Throws when `options.certificate` is not in date. */
		constructor(options: CertificateOptions);
		/** Leaf first. */
		verify(chain: readonly Certificate[], options: { readonly tls_server_name: string }): boolean;
		_verify(key: PublicKey, signed: DecodedCertificate): boolean;
	}
}

declare module "x509" {
	import type { Certificate } from "ssl/cert";

	export type PublicKey = object;

	export interface DecodedCertificate {
		readonly tbs: Uint8Array;
		/** Object identifier of the signature's algorithm. */
		readonly algo: readonly number[];
	}

	/** Everything throws on malformed DER. */
	const X509: {
		decode(certificate: Certificate): DecodedCertificate;
		/** ms since 1970 */
		decodeTBS(tbs: Uint8Array): {
			readonly validity: { readonly from: number; readonly to: number };
			/** DER */
			readonly issuer: Uint8Array;
			/** DER */
			readonly subject: Uint8Array;
		};
		decodeSPKI(certificate: Certificate): PublicKey;
		decodeSAN(certificate: Certificate): { readonly tag: number; readonly value: string | ArrayBuffer }[] | undefined;
		/** Content of the extension with that object identifier. */
		decodeExtension(certificate: Certificate, id: readonly number[]): ArrayBuffer | undefined;
	};
	export default X509;
}
