import type { PresentBehaviour } from "../../behaviour.js";
import type { EmulatorClock } from "../../clock.js";
import type { CompiledStatement } from "../../policy/evaluate-policies.js";
import type { Rights } from "../../policy/session-authorizer.js";

/** Holders whose rights are remembered; when there are more, all of them are forgotten, and their changes act at once. */
const mostHolders = 10_000;

interface Seen {
	statements: readonly CompiledStatement[];
	/** ms; when what is there now was first different; undefined while it is the same. */
	changedAt: number | undefined;
}

/** Policies and attachments act late, as at AWS, where a change takes minutes: `policyDelayMs` of the behaviour. */
export class LateRights {
	readonly #clock: EmulatorClock;
	readonly #behaviour: Pick<PresentBehaviour, "policyDelayMs">;
	readonly #seen = new Map<string, Seen>();
	/** What was computed before a delay was over is stale. */
	#endedDelays = 0;

	constructor(clock: EmulatorClock, behaviour: Pick<PresentBehaviour, "policyDelayMs">) {
		this.#clock = clock;
		this.#behaviour = behaviour;
	}

	/** `holder` tells apart whose they are. */
	of(holder: string, rights: Rights): Rights {
		const endedDelays = () => this.#endedDelays;
		return {
			...rights,
			get revision() {
				return rights.revision + endedDelays();
			},
			statements: (thing) => this.#lagging(`${holder} ${thing ?? ""}`, rights.statements(thing)),
		};
	}

	#lagging(key: string, now: readonly CompiledStatement[]): readonly CompiledStatement[] {
		const { policyDelayMs } = this.#behaviour;
		if (policyDelayMs === 0 && this.#seen.size === 0) return now;
		const seen = this.#seen.get(key);
		if (policyDelayMs === 0 || seen === undefined) {
			this.#remember(key, now);
			return now;
		}
		if (sameStatements(seen.statements, now)) {
			seen.changedAt = undefined;
			return now;
		}
		const changedAt = seen.changedAt ?? this.#start(seen, policyDelayMs);
		if (this.#clock.now() < changedAt + policyDelayMs) return seen.statements;
		this.#remember(key, now);
		return now;
	}

	#start(seen: Seen, policyDelayMs: number): number {
		const changedAt = this.#clock.now();
		seen.changedAt = changedAt;
		this.#clock.at(changedAt + policyDelayMs, () => {
			this.#endedDelays += 1;
		});
		return changedAt;
	}

	#remember(key: string, statements: readonly CompiledStatement[]): void {
		if (this.#seen.size >= mostHolders) this.#seen.clear();
		this.#seen.set(key, { statements, changedAt: undefined });
	}
}

/** Compiled once each, a statement is the same object as long as its policy is the same. */
function sameStatements(a: readonly CompiledStatement[], b: readonly CompiledStatement[]): boolean {
	return a.length === b.length && a.every((statement, at) => statement === b[at]);
}
