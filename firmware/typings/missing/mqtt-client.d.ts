/** The SDK types `onControl` and `write` otherwise than its implementation has them. Only what firmware/adapters calls. */
declare module "embedded:network/mqtt/client" {
	export interface ControlMessage {
		readonly operation: number;
		readonly id: number;
		/** Granted QoS of each topic; SUBACK only. */
		readonly payload?: readonly number[];
	}

	export interface ReadableOptions {
		/** On the first fragment of a message only. */
		readonly topic?: string;
		readonly more: boolean;
	}

	export interface ClientOptions {
		readonly host: string;
		readonly port: number;
		readonly id: string;
		readonly clean: boolean;
		/** Milliseconds. */
		readonly keepAlive: number;
		readonly dns: { readonly io: new (options: never) => unknown; readonly [option: string]: unknown };
		readonly socket: { readonly io: new (options: never) => unknown; readonly [option: string]: unknown };
	}

	export interface ClientCallbacks {
		onControl?(message: ControlMessage): void;
		/** Reading is allowed until the callback returns or later, at most `count` bytes. */
		onReadable?(count: number, options: ReadableOptions): void;
		/** Permission to write `count` bytes: a write beyond it throws. */
		onWritable?(count: number): void;
		/** Without a reason. The client closes itself afterwards. */
		onError?(): void;
	}

	export interface WriteOptions {
		readonly operation: number;
		readonly id?: number;
		readonly topic?: string;
		readonly QoS?: number;
		/** Of the whole payload, when `data` is only its beginning. */
		readonly byteLength?: number;
		readonly items?: readonly { readonly topic: string; readonly QoS: number }[];
	}

	export default class Client {
		static readonly CONNACK: 2;
		static readonly PUBLISH: 3;
		static readonly PUBACK: 4;
		static readonly SUBSCRIBE: 8;
		static readonly SUBACK: 9;
		static readonly DISCONNECT: 14;

		constructor(options: ClientOptions & ClientCallbacks);
		/** Fills `target`, which is not longer than what is readable. */
		read(target: Uint8Array): unknown;
		/** Without options: the next part of a PUBLISH. Returns how many bytes may be written next. */
		write(data: Uint8Array | null, options?: WriteOptions): number;
		close(): void;
	}
}
