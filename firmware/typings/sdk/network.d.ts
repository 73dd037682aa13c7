declare module "net" {
	const Net: {
		/** `address` is dotted decimal, undefined when the name has none. */
		resolve(host: string, callback: (host: string, address?: string) => void): void;
	};
	export default Net;
}

declare module "sntp" {
	/** Closes itself after `time` or `error`. */
	export default class SNTP {
		static readonly time: 1;
		static readonly retry: 2;
		static readonly error: -1;
		constructor(options: { host: string }, callback: (message: 1 | 2 | -1, value?: number) => void);
	}
}

declare module "embedded:io/socket/tcp" {
	export type Options = { address: string; port: number } & {
		/** Without Nagle's algorithm. */
		nodelay?: boolean;
		onReadable?: (this: TCP, count: number) => void;
		onWritable?: (this: TCP, count: number) => void;
		onError?: (this: TCP) => void;
	};

	export default class TCP {
		constructor(options: Options);
		/** `byteLength` is at most what onReadable announced. An ArrayBuffer unless `format` is set. */
		read(byteLength?: number): number | ArrayBuffer;
		/** Returns how many bytes may be written next, or nothing when the network failed. The SDK types it as void. */
		write(data: Uint8Array | ArrayBuffer): void;
		close(): void;
	}
}

declare module "embedded:network/interface/wifi" {
	export default class WiFi {
		constructor(options: { onChanged?: () => void });
		/** 500 and more: there is an IP address; below 300: no access point. */
		readonly connection: number;
		connect(options: { SSID: string; password?: string }): void;
		close(): void;
	}
}

declare module "embedded:storage/flash" {
	export interface Flash {
		status(): { size: number; blockLength: number };
		read(buffer: Uint8Array, offset: number): number;
		write(buffer: Uint8Array, offset: number): void;
		eraseBlock(block: number): void;
		close(): void;
	}

	const flash: { open(options: { path: string; mode?: "r" | "r+" }): Flash };
	export default flash;
}
