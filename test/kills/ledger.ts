import type { Kind, State, Step, Target } from "./kind.js";
import { until } from "./until.js";

interface Entry {
	readonly kind: Kind;
	readonly key: string;
	/** As it was acknowledged. */
	state: State;
	/** Sent and not answered: it may be there or not. */
	pending: { readonly next: State } | undefined;
	/** Touched since it was compared. */
	touched: boolean;
}

/** What was acknowledged, and what was on its way. */
export class Ledger {
	readonly #entries = new Map<string, Entry>();
	/** Steps that were acknowledged, and resources that were compared. */
	acknowledged = 0;
	compared = 0;

	stateOf(kind: Kind, key: string): State {
		return this.#entry(kind, key).state;
	}

	/** Begins with what is there. */
	async begin(kind: Kind, target: Target): Promise<void> {
		for (const key of kind.keys) this.#entry(kind, key).state = await kind.read(target, key);
	}

	/** Sends one step and notes its acknowledgement. Rejects as the step does. */
	async take(kind: Kind, key: string, step: Step, target: Target): Promise<void> {
		const entry = this.#entry(kind, key);
		entry.pending = { next: step.next };
		entry.touched = true;
		await step.send(target);
		entry.state = step.next;
		entry.pending = undefined;
		this.acknowledged += 1;
	}

	/** Compares what was touched, or all, and goes on from what is there. Returns what is not as it must be. */
	async compare(target: Target, all: boolean): Promise<readonly string[]> {
		const problems: string[] = [];
		const entries = [...this.#entries.values()].filter(({ touched }) => touched || all);
		await Promise.all(entries.map(async (entry) => problems.push(...(await this.#compare(target, entry)))));
		return problems;
	}

	async #compare(target: Target, entry: Entry): Promise<readonly string[]> {
		const { kind, key, state, pending } = entry;
		const allowed = [state, ...(pending === undefined ? [] : [pending.next])];
		const texts = allowed.map(textOf);
		// What the emulator does by itself, such as the rollout of a job, it takes up again.
		const found = await until(
			() => kind.read(target, key),
			(now) => texts.includes(textOf(now)),
		);
		this.compared += 1;
		Object.assign(entry, { state: found, pending: undefined, touched: false });
		if (texts.includes(textOf(found))) return [];
		return [`${kind.name} ${key}: acknowledged ${texts.join(" or under way ")}, found ${textOf(found)}`];
	}

	#entry(kind: Kind, key: string): Entry {
		const id = `${kind.name} ${key}`;
		const entry = this.#entries.get(id) ?? { kind, key, state: undefined, pending: undefined, touched: false };
		this.#entries.set(id, entry);
		return entry;
	}
}

/** Members in the order of their names. */
function textOf(state: State): string {
	return state === undefined ? "nothing" : JSON.stringify(sorted(state));
}

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== "object" || value === null) return value;
	const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}
