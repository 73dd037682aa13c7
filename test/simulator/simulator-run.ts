import type { LogFields } from "../../firmware/ports/log.js";
import { parseLogLine } from "../../host-tools/board/monitor/device-log.js";
import type { ModdableSdk } from "../../host-tools/moddable/build/moddable-sdk.js";
import { type SimulatedMachine, startSimulatedMachine } from "../../host-tools/moddable/simulator/simulated-machine.js";
import { within } from "../support/deadline.js";

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
	async event(name: string, fields: LogFields = {}, { from = 0, milliseconds = 45_000 } = {}): Promise<LoggedEvent> {
		const wanted = `${name} ${JSON.stringify(fields)}`;
		let look = () => {};
		const event = new Promise<LoggedEvent>((resolve, reject) => {
			look = () => {
				const found = this.events.slice(from).find((one) => matches(one, name, fields));
				if (found !== undefined) resolve(found);
				else if (this.ended) reject(new Error(`The simulator ended before ${wanted}`));
			};
		});
		this.#watchers.add(look);
		look();
		try {
			return await within(event, wanted, milliseconds);
		} catch (error) {
			throw this.#complaint(String(error));
		} finally {
			this.#watchers.delete(look);
		}
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
