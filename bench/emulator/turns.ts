import { readFileSync } from "node:fs";

/** Turns of this process's event loop, by the processor time that the main thread took for each (Linux, proc(5)). */
export class Turns {
	#times: number[] = [];
	#last = 0;
	#next: NodeJS.Immediate | undefined;

	begin(): void {
		this.#times = [];
		this.#last = threadMs();
		this.#next = setImmediate(() => this.#turn());
	}

	/** ms of the longest, and of the tenth longest: the longest ones are often those in which garbage was collected. */
	end(): { readonly first: number; readonly tenth: number } {
		clearImmediate(this.#next);
		this.#turn();
		clearImmediate(this.#next);
		const sorted = this.#times.sort((a, b) => b - a);
		return { first: sorted[0] ?? 0, tenth: sorted[9] ?? 0 };
	}

	#turn(): void {
		const now = threadMs();
		this.#times.push(now - this.#last);
		this.#last = now;
		this.#next = setImmediate(() => this.#turn());
	}
}

/** ms that the main thread, whose id is the process's, was on a processor: the first number of schedstat, in ns. */
function threadMs(): number {
	const [nanoseconds = ""] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ");
	return Number(nanoseconds) / 1e6;
}
