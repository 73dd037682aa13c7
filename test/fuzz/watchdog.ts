import { Worker } from "node:worker_threads";

/** Says what was fed last, and ends the process with 1, when nothing new is fed for `milliseconds`: the event loop hangs. */
export class Watchdog {
	readonly #shared = new Int32Array(new SharedArrayBuffer(8));
	readonly #worker: Worker;
	readonly #targets: readonly string[];

	constructor(targets: readonly string[], seed: number, milliseconds: number) {
		this.#targets = targets;
		this.#worker = new Worker(program, {
			eval: true,
			workerData: { shared: this.#shared, targets, seed, milliseconds },
		});
		this.#worker.unref();
	}

	fed(target: string, index: number): void {
		Atomics.store(this.#shared, 0, this.#targets.indexOf(target));
		Atomics.store(this.#shared, 1, index + 1);
	}

	async close(): Promise<void> {
		await this.#worker.terminate();
	}
}

const program = `
const { workerData } = require("node:worker_threads");
const { writeSync } = require("node:fs");
const { shared, targets, seed, milliseconds } = workerData;
let last = "";
let since = Date.now();
setInterval(() => {
	const now = shared[0] + " " + shared[1];
	if (now !== last) { last = now; since = Date.now(); }
	if (shared[1] === 0 || Date.now() - since < milliseconds) return;
	writeSync(2, "hang: --only " + targets[shared[0]] + " --seed " + seed + " --from " + (shared[1] - 1) + " --inputs 1\\n");
	process.kill(process.pid, "SIGKILL");
}, 500);
`;
