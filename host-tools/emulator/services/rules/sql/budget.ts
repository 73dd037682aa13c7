/** Ours: what one message may cost one rule; a part of the syntax tree, or 64 characters that are looked at, cost one. */
const most = 1_000_000;
const charactersOfOne = 64;

/** The evaluation of a rule was given up. */
export class CostlyEvaluation extends Error {
	override readonly name = "CostlyEvaluation";
}

/** Bounds time and memory that an evaluation takes, whatever its SQL and its message. */
export class Budget {
	#left = most;

	/** Throws CostlyEvaluation when nothing is left. */
	spend(cost = 1): void {
		this.#left -= cost;
		if (this.#left < 0) throw new CostlyEvaluation("the SQL takes too much time or memory on this message");
	}

	/** To be called before a text of that length is made or searched. */
	spendText(length: number): void {
		this.spend(1 + length / charactersOfOne);
	}
}
