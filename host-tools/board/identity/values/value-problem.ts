/** Why a value can never work, and what to write instead. */
export interface ValueProblem {
	/** As in a bootstrap file, e.g. `wifi[1].password`. */
	readonly member: string;
	/** Follows the member's name: "holds a port". Never quotes a secret. */
	readonly problem: string;
	readonly next: string;
}
