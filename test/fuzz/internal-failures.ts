import type { RefusalJournal } from "../../host-tools/emulator/journal.js";

/** What the journal says of failures of the emulator itself. */
export class InternalFailures {
	#reasons: string[] = [];
	readonly close: () => void;

	constructor(journal: Pick<RefusalJournal, "follow">) {
		this.close = journal.follow(({ plane, code, reason, target = "" }) => {
			if (/^internal/.test(code)) this.#reasons.push(`${plane} ${code} ${target}: ${reason}`);
		});
	}

	/** Throws when there were any since the last time. */
	check(): void {
		const reasons = this.#reasons;
		this.#reasons = [];
		if (reasons.length > 0) throw new Error(reasons.join("\n"));
	}
}
