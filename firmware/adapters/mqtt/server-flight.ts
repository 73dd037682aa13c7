import { DeviceError } from "../../ports/errors.js";
import { equalBytes } from "./equal-bytes.js";

/** What of the SDK's session tells how far this side is. */
export interface ClientProgress {
	/** The session this side offered to resume. */
	readonly clientSessionID: ArrayBuffer | undefined;
	/** Set when this side has sent its key exchange and ChangeCipherSpec. */
	readonly clientCipher: object | null;
}

/** Record types (RFC 5246 section 6.2.1). */
const changeCipherSpec = 20;
const alert = 21;
const handshake = 22;
const recordHeader = 5;
const messageHeader = 4;
/** Handshake messages (RFC 5246 section 7.4). */
const serverHello = 2;
const certificate = 11;
const serverKeyExchange = 12;
const certificateRequest = 13;
const serverHelloDone = 14;
const sessionIdOffset = 34;
/** High byte of the suites with ECDHE (RFC 5289). */
const ecdheSuites = 0xc0;
/** SHA-256, SHA-384, SHA-512; RSA, ECDSA (RFC 5246 section 7.4.1.4.1). */
const hashes: readonly number[] = Object.freeze([4, 5, 6]);
const signatures: readonly number[] = Object.freeze([1, 3]);

/**
 * Watches what a server sends in the clear during a TLS 1.2 handshake, record by record, before the SDK takes it. The SDK accepts messages in
 * any order, and an ECDHE key that nobody signed (docs/adr/verify-server-certificates.md).
 */
export class ServerFlight {
	#last = 0;
	#ecdhe = false;
	#resumed = false;
	#encrypted = false;

	/** True once the server has said that it goes on with another session than the one that was offered, or with none. */
	get isFull(): boolean {
		return this.#last >= serverHello && !this.#resumed;
	}

	/** `record` with its header. Throws on what a server may not send at this point. */
	take(record: Uint8Array, client: ClientProgress): void {
		if (this.#encrypted || record[0] === alert) return;
		if (record[0] === changeCipherSpec) this.#takeChangeCipherSpec(client);
		else if (record[0] === handshake) this.#takeMessages(record.subarray(recordHeader), client);
		else throw new Error(`the server sent a record of type ${record[0]} in the clear`);
	}

	#takeChangeCipherSpec(client: ClientProgress): void {
		const due = this.#resumed ? this.#last === serverHello : this.#last === serverHelloDone && client.clientCipher;
		if (!due) throw new Error("the server sent ChangeCipherSpec too early");
		this.#encrypted = true;
	}

	#takeMessages(bytes: Uint8Array, client: ClientProgress): void {
		for (let at = 0; at < bytes.byteLength; ) {
			const [type = 0, high = 0, middle = 0, low = 0] = bytes.subarray(at, at + messageHeader);
			const start = at + messageHeader;
			const end = start + high * 0x10000 + middle * 0x100 + low;
			if (end > bytes.byteLength) throw new Error("the server sent a handshake message in parts");
			if (!this.#mayFollow(type)) throw new Error(`the server sent handshake message ${type} after ${this.#last}`);
			this.#last = type;
			if (type === serverHello) this.#takeHello(bytes.subarray(start, end), client.clientSessionID);
			if (type === serverKeyExchange) checkSigned(bytes.subarray(start, end));
			at = end;
		}
	}

	#mayFollow(type: number): boolean {
		switch (this.#last) {
			case 0:
				return type === serverHello;
			case serverHello:
				return !this.#resumed && type === certificate;
			case certificate:
				return this.#ecdhe ? type === serverKeyExchange : type === certificateRequest || type === serverHelloDone;
			case serverKeyExchange:
				return type === certificateRequest || type === serverHelloDone;
			default:
				return this.#last === certificateRequest && type === serverHelloDone;
		}
	}

	#takeHello(hello: Uint8Array, offered: ArrayBuffer | undefined): void {
		const length = hello[sessionIdOffset] ?? 0;
		const start = sessionIdOffset + 1;
		const id = hello.subarray(start, start + length);
		this.#ecdhe = hello[start + length] === ecdheSuites;
		this.#resumed = offered !== undefined && length > 0 && equalBytes(id, new Uint8Array(offered));
	}
}

/** ServerECDHParams, then algorithms and signature (RFC 8422 section 5.4). */
function checkSigned(message: Uint8Array): void {
	const parameters = 4 + (message[3] ?? 0);
	const [hash = 0, signature = 0, high = 0, low = 0] = message.subarray(parameters, parameters + 4);
	const length = high * 0x100 + low;
	const whole = length > 0 && parameters + 4 + length === message.byteLength;
	if (whole && hashes.includes(hash) && signatures.includes(signature)) return;
	throw new DeviceError("server-untrusted", "The server did not sign its key exchange, or only weakly");
}
