import type { LogFields } from "../../firmware/ports/log.js";
import { parseLogLine } from "../../host-tools/board/monitor/device-log.js";
import type { ModdableSdk } from "../../host-tools/moddable/build/moddable-sdk.js";
import { type SimulatedMachine, startSimulatedMachine } from "../../host-tools/moddable/simulator/simulated-machine.js";

export interface LoggedEvent {
	readonly event: string;
	readonly fields: LogFields;
	/** When its line came, ms of `performance.now()`. */
	readonly at: number;
}

/** Enough for a whole life of a test. */
const linesShown = 400;

/** One start of the simulator with all it said. */
export class SimulatorRun {
	readonly events: LoggedEvent[] = [];
	/** Exceptions, be they caught, and breaks. */
	readonly exceptions: string[] = [];
	readonly lines: string[] = [];
	/** The most of each of XS's figures, by the second. */
	readonly peaks = new Map<string, number>();
	ended = false;
	readonly #machine: Promise<SimulatedMachine>;
	readonly #watchers = new Set<() => void>();

	constructor(options: { sdk: ModdableSdk; library: string; display: string | undefined }) {
		const listener = {
			onLine: (line: string) => this.#onLine(line),
			onBreak: (message: string) => this.exceptions.push(`break: ${message}`),
			onSamples: (samples: Readonly<Record<string, number>>) => {
				for (const [name, value] of Object.entries(samples)) {
					this.peaks.set(name, Math.max(value, this.peaks.get(name) ?? 0));
				}
			},
		};
		this.#machine = startSimulatedMachine({ ...options, env: process.env, listener });
	}

	async started(): Promise<this> {
		const { ended } = await this.#machine;
		void ended.then(() => {
			this.ended = true;
			for (const notify of this.#watchers) notify();
		});
		return this;
	}

	/** The first event, from number `from` on, of that name and with those fields. Rejects with the log when it is too late. */
	event(name: string, fields: LogFields = {}, { from = 0, milliseconds = 45_000 } = {}): Promise<LoggedEvent> {
		const wanted = `${name} ${JSON.stringify(fields)}`;
		return new Promise((resolve, reject) => {
			const settle = (action: () => void) => {
				clearTimeout(timer);
				this.#watchers.delete(look);
				action();
			};
			const look = () => {
				const found = this.events.slice(from).find((event) => matches(event, name, fields));
				if (found !== undefined) settle(() => resolve(found));
				else if (this.ended) settle(() => reject(this.#complaint(`The simulator ended before ${wanted}`)));
			};
			const timer = setTimeout(() => {
				settle(() => reject(this.#complaint(`Waited ${milliseconds} ms in vain for ${wanted}`)));
			}, milliseconds);
			this.#watchers.add(look);
			look();
		});
	}

	count(name: string): number {
		return this.events.filter(({ event }) => event === name).length;
	}

	async stop(): Promise<void> {
		await (await this.#machine).stop();
	}

	#onLine(line: string): void {
		this.lines.push(line);
		const parsed = parseLogLine(line);
		if (parsed.kind === "event") this.events.push({ ...parsed, at: performance.now() });
		if (parsed.kind === "exception") this.exceptions.push(parsed.text);
		for (const notify of [...this.#watchers]) notify();
	}

	#complaint(problem: string): Error {
		return new Error(`${problem}. The end of its log:\n${this.lines.slice(-linesShown).join("\n")}`);
	}
}

function matches({ event, fields }: LoggedEvent, name: string, wanted: LogFields): boolean {
	return event === name && Object.entries(wanted).every(([key, value]) => fields[key] === value);
}
