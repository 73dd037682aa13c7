import type { Refusal, RefusalJournal } from "../../journal.js";

/** Entries of one kind before they become rare, and kinds that are counted. */
const firstOnes = 10;
const mostKinds = 10_000;

/** What goes wrong with every message would push all else out of the journal: after ten times, only each tenth power is told. */
export class RuleJournal {
	readonly #journal: RefusalJournal;
	readonly #counts = new Map<string, number>();

	constructor(journal: RefusalJournal) {
		this.#journal = journal;
	}

	/** `ruleName` and `code`, with `about` where there are several, say what is counted together. */
	say(ruleName: string, entry: Pick<Refusal, "code" | "reason" | "clientId">, about = ""): void {
		const key = `${ruleName} ${entry.code} ${about}`;
		const count = (this.#counts.get(key) ?? 0) + 1;
		if (this.#counts.size >= mostKinds) this.#counts.clear();
		this.#counts.set(key, count);
		if (count > firstOnes && !Number.isInteger(Math.log10(count))) return;
		const often = count > firstOnes ? ` (${count} times so far)` : "";
		this.#journal.add({ plane: "rules", target: ruleName, ...entry, reason: `${entry.reason}${often}` });
	}
}
