import Mocha from "mocha";
import { skipReason } from "./skip-because.js";

const { EVENT_RUN_END, EVENT_TEST_END, EVENT_TEST_PENDING } = Mocha.Runner.constants;

/** Says what failed, what was skipped and why, and how many there were; on a terminal, how far it has come. */
export default class FailuresReporter extends Mocha.reporters.Base {
	/** Tests skipped for each reason. */
	readonly #skipped = new Map<string, number>();

	constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
		super(runner, options);
		runner.on(EVENT_TEST_PENDING, (test) => {
			const reason = skipReason(test.fullTitle()) ?? `no reason given: ${test.fullTitle()}`;
			this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
		});
		if (process.stdout.isTTY) runner.on(EVENT_TEST_END, () => void process.stdout.write(`\r${this.#summary()}`));
		runner.once(EVENT_RUN_END, () => {
			if (process.stdout.isTTY) process.stdout.write("\n");
			if (this.failures.length > 0) Mocha.reporters.Base.list(this.failures);
			for (const [reason, count] of this.#skipped) process.stdout.write(`skipped ${count}: ${reason}\n`);
			process.stdout.write(`${this.#summary()}\n`);
		});
	}

	#summary(): string {
		const { passes = 0, failures = 0, pending = 0 } = this.stats;
		return `${passes} passed, ${failures} failed${pending === 0 ? "" : `, ${pending} skipped`}`;
	}
}
