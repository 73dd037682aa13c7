import type { EmulatorClock } from "../clock.js";
import { OrderedKeys } from "../store/ordered-keys.js";

/** ms until what failed is tried again. */
const retryMs = 1000;
/** Work that one turn does, in what `perform` answers: some 30 ms of it at most, then others have their turn. */
const workOfTurn = 250;

/** What is due when, however much it is, behind one timer of the clock. An entry has one time. */
export class Agenda {
	readonly #clock: EmulatorClock;
	readonly #perform: (entry: string, at: number) => number;
	readonly #order = new OrderedKeys();
	readonly #times = new Map<string, number>();
	#cancel = () => {};
	#armedFor: number | undefined;
	#running = false;
	#closed = false;

	/**
	 * `perform` is called once for each entry that is due, the oldest first, with the time at which it was due; what it throws is tried
	 * again. It answers how many changes that were.
	 */
	constructor(clock: EmulatorClock, perform: (entry: string, at: number) => number) {
		this.#clock = clock;
		this.#perform = perform;
	}

	/** Due at `at` (ms) and not before, whatever was said of it earlier; never when undefined. */
	set(entry: string, at: number | undefined): void {
		const before = this.#times.get(entry);
		if (before === at) return;
		if (before !== undefined) this.#order.remove(keyOf(entry, before));
		if (at === undefined) this.#times.delete(entry);
		else {
			this.#times.set(entry, at);
			this.#order.add(keyOf(entry, at));
		}
		this.#arm();
	}

	close(): void {
		this.#closed = true;
		this.#cancel();
	}

	#first(): { readonly entry: string; readonly at: number } | undefined {
		const [key] = this.#order.from(undefined);
		if (key === undefined) return undefined;
		return { entry: key.slice(17), at: Number(key.slice(0, 16)) };
	}

	#runDue(): void {
		this.#armedFor = undefined;
		this.#running = true;
		// Work that goes on is due a millisecond later, and so lets others in between.
		const now = this.#clock.now();
		let left = workOfTurn;
		try {
			for (let first = this.#first(); first !== undefined && first.at <= now && left > 0; first = this.#first()) {
				this.set(first.entry, undefined);
				left -= this.#tryToPerform(first.entry, first.at);
			}
		} finally {
			this.#running = false;
			this.#arm();
		}
	}

	/** A store that takes nothing at the moment is tried again; a fault of ours is not hidden. */
	#tryToPerform(entry: string, at: number): number {
		try {
			return this.#perform(entry, at);
		} catch (error) {
			if (error instanceof TypeError || error instanceof RangeError) throw error;
			this.set(entry, this.#clock.now() + retryMs);
			return 1;
		}
	}

	#arm(): void {
		if (this.#running || this.#closed) return;
		const at = this.#first()?.at;
		if (at === this.#armedFor) return;
		this.#cancel();
		this.#armedFor = at;
		this.#cancel = at === undefined ? () => {} : this.#clock.at(at, () => this.#runDue());
	}
}

function keyOf(entry: string, at: number): string {
	return `${String(Math.ceil(at)).padStart(16, "0")} ${entry}`;
}
