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
	#endedDelays = 0;

	constructor(clock: EmulatorClock, behaviour: Pick<PresentBehaviour, "policyDelayMs">) {
		this.#clock = clock;
		this.#behaviour = behaviour;
	}

	/** `holder` tells apart whose they are. */
	of(holder: string, rights: Rights): Rights {
		return new RightsOfHolder(holder, rights, this);
	}

	/** How many delays have ended: what was computed before is stale. */
	get endedDelays(): number {
		return this.#endedDelays;
	}

	/** What counts of the statements that are there now; `key` tells apart whose they are. */
	lagging(key: string, now: readonly CompiledStatement[]): readonly CompiledStatement[] {
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

/** There is one for each session: a class, whose functions all of them share. */
class RightsOfHolder implements Rights {
	readonly #holder: string;
	readonly #rights: Rights;
	readonly #late: LateRights;

	constructor(holder: string, rights: Rights, late: LateRights) {
		this.#holder = holder;
		this.#rights = rights;
		this.#late = late;
	}

	get revision(): number {
		return this.#rights.revision + this.#late.endedDelays;
	}

	get scope(): Rights["scope"] {
		return this.#rights.scope;
	}

	get holder(): string {
		return this.#rights.holder;
	}

	statements(thing: string | undefined): readonly CompiledStatement[] {
		return this.#late.lagging(`${this.#holder} ${thing ?? ""}`, this.#rights.statements(thing));
	}

	attachedThings(): readonly string[] {
		return this.#rights.attachedThings();
	}

	thingNameOf(clientId: string): string {
		return this.#rights.thingNameOf(clientId);
	}

	findThing(thingName: string): ReturnType<Rights["findThing"]> {
		return this.#rights.findThing(thingName);
	}
}

/** Compiled once each, a statement is the same object as long as its policy is the same. */
function sameStatements(a: readonly CompiledStatement[], b: readonly CompiledStatement[]): boolean {
	return a.length === b.length && a.every((statement, at) => statement === b[at]);
}
