/** Something that is due at a time (ms). */
export interface Job {
	readonly at: number;
	/** Of those that are due at one time, the first that was added comes first. */
	readonly order: number;
	/** Undefined once it has run or was cancelled. */
	callback: (() => void) | undefined;
}

/** Cancelled jobs that may stay, at least: below that, looking for them costs more than they do. */
const tolerated = 64;

/** Jobs by the time they are due, a heap: adding, cancelling and taking one cost the same with ten jobs and with ten thousand. */
export class JobQueue {
	#heap: Job[] = [];
	#cancelled = 0;
	#added = 0;

	add(due: number, callback: () => void): Job {
		const job: Job = { at: due, order: this.#added++, callback };
		const heap = this.#heap;
		let at = heap.length;
		heap.push(job);
		while (at > 0) {
			const parent = (at - 1) >> 1;
			const above = heap[parent];
			if (above === undefined || isBefore(above, job)) break;
			heap[at] = above;
			at = parent;
		}
		heap[at] = job;
		return job;
	}

	/** May be called twice, and for a job that was taken. */
	cancel(job: Job): void {
		if (job.callback === undefined) return;
		job.callback = undefined;
		this.#cancelled += 1;
		if (this.#cancelled <= tolerated || this.#cancelled * 2 <= this.#heap.length) return;
		const left = this.#heap.filter(({ callback }) => callback !== undefined);
		// In order, an array is a heap.
		this.#heap = left.sort((a, b) => a.at - b.at || a.order - b.order);
		this.#cancelled = 0;
	}

	/** When the next one is due; undefined when there is none. */
	next(): number | undefined {
		for (;;) {
			const first = this.#heap[0];
			if (first === undefined || first.callback !== undefined) return first?.at;
			this.#takeFirst();
			this.#cancelled -= 1;
		}
	}

	/** Those that are due at `now`, the oldest first: they are in the queue no more. */
	takeDue(now: number): Job[] {
		const due: Job[] = [];
		for (let at = this.next(); at !== undefined && at <= now; at = this.next()) {
			const job = this.#takeFirst();
			if (job !== undefined) due.push(job);
		}
		return due;
	}

	clear(): void {
		this.#heap = [];
		this.#cancelled = 0;
	}

	#takeFirst(): Job | undefined {
		const heap = this.#heap;
		const first = heap[0];
		const last = heap.pop();
		if (last === undefined || last === first) return first;
		let at = 0;
		for (;;) {
			const child = this.#lowerChild(2 * at + 1);
			const below = heap[child];
			if (below === undefined || isBefore(last, below)) break;
			heap[at] = below;
			at = child;
		}
		heap[at] = last;
		return first;
	}

	#lowerChild(left: number): number {
		const [a, b] = [this.#heap[left], this.#heap[left + 1]];
		return a !== undefined && b !== undefined && isBefore(b, a) ? left + 1 : left;
	}
}

function isBefore(a: Job, b: Job): boolean {
	return a.at < b.at || (a.at === b.at && a.order < b.order);
}
