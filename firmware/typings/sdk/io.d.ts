declare module "embedded:io/analog" {
	export default class Analog {
		constructor(options: { pin: number });
		close(): void;
	}
}

declare module "embedded:io/i2c" {
	export default class I2C {
		constructor(options: { data: number; clock: number; hz: number; address: number });
		close(): void;
	}
}

declare module "embedded:io/smbus" {
	export default class SMBus {
		constructor(options: { data: number; clock: number; hz: number; address: number });
		close(): void;
	}
}

declare module "embedded:io/digital" {
	export default class Digital {
		static readonly Output: number;
		static readonly InputPullUp: number;
		static readonly Rising: number;
		static readonly Falling: number;
		constructor(options: {
			pin: number;
			mode: number;
			initialValue?: 0 | 1;
			edge?: number;
			onReadable?: () => void;
		});
		read(): 0 | 1;
		write(value: 0 | 1): void;
		close(): void;
	}
}

declare module "neopixel" {
	export default class NeoPixel {
		constructor(options: { pin: number; length: number; order: string });
		makeRGB(red: number, green: number, blue: number): number;
		setPixel(index: number, color: number): void;
		/** Shows what was set. */
		update(): void;
		close(): void;
	}
}

declare module "embedded:io/serial" {
	/** A port of our own type is made of it (adapters/simulator/serial-port.ts). */
	export default class Serial {
		constructor(options: { receive: number; baud: number; port: number });
		close(): void;
	}
}
