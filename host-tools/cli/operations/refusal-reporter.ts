import type { TaskContext } from "../../base/task-context.js";
import type { Refusal } from "../../emulator/journal.js";

/** The emulator refused something, and why. */
export interface RefusedEvent {
	readonly event: "refused";
	/** Client id, or the certificate's id where that is all that is known. */
	readonly device?: string | undefined;
	/** Where it happened: control-plane, connect, publish, … or a service. */
	readonly plane: string;
	readonly code: string;
	readonly reason: string;
	/** Topic, filter or API operation. */
	readonly target?: string | undefined;
}

/** More was refused than a person can read; the journal has it. */
export interface RefusedMoreEvent {
	readonly event: "refused-more";
	/** Since the last `refused`. */
	readonly count: number;
}

/** Different refusals reported one by one in `windowMs`; what is beyond, and what is the same again, is summed up when it ends. */
const most = 5;
const windowMs = 5_000;

/** Reports refusals as they happen. */
export class RefusalReporter {
	readonly #emit: TaskContext<RefusedEvent | RefusedMoreEvent>["emit"];
	readonly #reported = new Set<string>();
	#more = 0;
	#window: NodeJS.Timeout | undefined;

	constructor(emit: TaskContext<RefusedEvent | RefusedMoreEvent>["emit"]) {
		this.#emit = emit;
	}

	report({ plane, code, reason, clientId, certificateId, target }: Refusal): void {
		this.#window ??= setTimeout(() => this.close(), windowMs);
		const key = JSON.stringify([plane, code, reason, clientId, certificateId]);
		if (this.#reported.size >= most || this.#reported.has(key)) {
			this.#more += 1;
			return;
		}
		this.#reported.add(key);
		this.#emit({ event: "refused", device: clientId ?? certificateId, plane, code, reason, target });
	}

	/** Sums up what was not reported. May be called twice, and `report` after it. */
	close(): void {
		clearTimeout(this.#window);
		this.#window = undefined;
		this.#reported.clear();
		if (this.#more > 0) this.#emit({ event: "refused-more", count: this.#more });
		this.#more = 0;
	}
}
