import type { TaskContext } from "../../base/task-context.js";
import type { ProvisionEvent, ProvisionStep } from "./provision-events.js";

/** Measures the steps of one board and reports each when it is over. */
export class StepTimer {
	readonly #device: string;
	readonly #emit: TaskContext<ProvisionEvent>["emit"];
	readonly #startedAt = performance.now();

	constructor(device: string, emit: TaskContext<ProvisionEvent>["emit"]) {
		this.#device = device;
		this.#emit = emit;
	}

	/** Since the first step began. */
	get milliseconds(): number {
		return Math.round(performance.now() - this.#startedAt);
	}

	/** `detail` says for people what came of it. A step that fails is reported too, so that nobody has to guess which one it was. */
	async run<T>(step: ProvisionStep, work: () => Promise<T>, detail: (result: T) => string = () => ""): Promise<T> {
		const startedAt = performance.now();
		const over = () => {
			const milliseconds = Math.round(performance.now() - startedAt);
			return { event: "provision-step", device: this.#device, step, milliseconds } as const;
		};
		try {
			const result = await work();
			this.#emit({ ...over(), detail: detail(result) });
			return result;
		} catch (error) {
			this.#emit({ ...over(), detail: "", failed: true });
			throw error;
		}
	}
}
