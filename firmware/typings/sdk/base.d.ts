declare module "timer" {
	export default class Timer {
		private constructor();
		/** Once, after `milliseconds` (0 by default). An exception in `callback` aborts the machine. */
		static set(callback: (timer: Timer) => void, milliseconds?: number): Timer;
		/** Again and again, every `milliseconds`. An exception in `callback` aborts the machine. */
		static repeat(callback: (timer: Timer) => void, milliseconds: number): Timer;
		static clear(timer: Timer | undefined): void;
	}
}

declare module "time" {
	const Time: {
		/** Sets the wall clock to seconds since 1970. */
		set: (seconds: number) => void;
		/** Milliseconds, 32 bits: wraps. */
		ticks: number;
		/** Milliseconds from `start` to `end` across a wrap. */
		delta(start: number, end?: number): number;
	};
	export default Time;
}

declare module "mc/config" {
	/** `config` of the manifests, and `key=value` of mcconfig's command line. */
	const config: Record<string, unknown>;
	export default config;
}

declare module "file" {
	export class File {
		/** With `write`, a missing file is created. */
		constructor(path: string, write?: boolean);
		readonly length: number;
		position: number;
		read(type: ArrayBufferConstructor, count: number): ArrayBuffer;
		write(bytes: ArrayBuffer): void;
		close(): void;
		static exists(path: string): boolean;
	}
}

declare module "instrumentation" {
	type Instrument =
		| "XS Garbage Collection Count"
		| "XS Chunk Heap Used"
		| "XS Slot Heap Used"
		| "Network Sockets"
		| "Timers";
	/** Values of instrumented builds; undefined in others. */
	const Instrumentation: {
		map(name: Instrument): number | undefined;
		get(index: number | undefined): number | undefined;
	};
	export default Instrumentation;
}

declare module "debug" {
	const Debug: {
		/** Collects garbage now. */
		gc(): void;
	};
	export default Debug;
}
