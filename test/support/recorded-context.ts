import type { OperationContext, ThingsmithEvent } from "../../host-tools/cli/operations/events.js";

/** What an operation emits, remembered; `stop` is Ctrl-C. */
export class RecordedContext implements OperationContext {
	readonly events: ThingsmithEvent[] = [];
	readonly #stop = new AbortController();
	readonly signal: OperationContext["signal"] = this.#stop.signal;
	readonly #onEvent: ((event: ThingsmithEvent) => void) | undefined;

	constructor(onEvent?: (event: ThingsmithEvent) => void) {
		this.#onEvent = onEvent;
	}

	readonly emit = (event: ThingsmithEvent): void => {
		this.events.push(event);
		this.#onEvent?.(event);
	};

	stop(): void {
		this.#stop.abort();
	}

	named<Name extends ThingsmithEvent["event"]>(name: Name): Extract<ThingsmithEvent, { event: Name }>[] {
		return this.events.filter((one) => one.event === name) as Extract<ThingsmithEvent, { event: Name }>[];
	}
}
