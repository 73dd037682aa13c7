import { ToolError } from "../../base/tool-error.js";

/** What we use of `serialport`; its own types are not there where the optional dependency is not. */
export interface SerialPortModule {
	readonly SerialPort: {
		new (options: { path: string; baudRate: number; autoOpen: false; binding: NativeBinding }): NativePort;
		readonly binding: NativeBinding;
		list(): Promise<readonly NativePortInfo[]>;
	};
}

/** What opens ports for serialport: https://serialport.io/docs/api-bindings-cpp */
export interface NativeBinding {
	open(options: { path: string; baudRate: number }): Promise<NativeBindingPort>;
}

export interface NativeBindingPort {
	/** Rejects with an error that is `canceled` when the port was closed by its owner. */
	read(buffer: Buffer, offset: number, length: number): Promise<{ bytesRead: number; buffer: Buffer }>;
}

/** A port of Linux or macOS. */
export interface NativeTerminal extends NativeBindingPort {
	/** Null once it is closed. */
	readonly fd: number | null;
	readonly poller: { once(event: "readable", listener: (error?: Error | null) => void): unknown };
}

type Callback = (error?: Error | null) => void;

export interface NativePort {
	readonly isOpen: boolean;
	open(callback: Callback): void;
	close(callback: Callback): void;
	write(bytes: Uint8Array, callback: Callback): boolean;
	update(options: { baudRate: number }, callback: Callback): void;
	set(options: { dtr: boolean; rts: boolean }, callback: Callback): void;
	on(event: "data", listener: (bytes: Uint8Array) => void): void;
	on(event: "close" | "error", listener: (error?: Error | null) => void): void;
	on(event: "end", listener: () => void): void;
}

export interface NativePortInfo {
	readonly path: string;
	/** Four hex digits. */
	readonly vendorId?: string | undefined;
	/** Four hex digits. */
	readonly productId?: string | undefined;
}

/** Rejects with ToolError `installation-incomplete`. */
export async function loadSerialPort(specifier = "serialport"): Promise<SerialPortModule> {
	try {
		return (await import(specifier)) as SerialPortModule;
	} catch (error) {
		throw new ToolError("installation-incomplete", "The library for serial ports, `serialport`, cannot be loaded", {
			next: "run `npm install serialport` where thingsmith is, or reach the board by --port rfc2217://HOST:PORT",
			cause: error,
		});
	}
}
