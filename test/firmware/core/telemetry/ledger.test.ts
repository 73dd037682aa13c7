import assert from "node:assert/strict";
import { Ledger } from "../../../../firmware/core/telemetry/ledger.js";

/** A ledger that has given out `count` numbers. */
function ledgerOf(count: number): Ledger {
	const ledger = new Ledger();
	for (let taken = 0; taken < count; taken++) ledger.takeNumber();
	return ledger;
}

const stateOf = ({ next, settled, dropped }: Ledger) => ({ next, settled, dropped });

describe("the ledger of readings", () => {
	it("numbers readings from 1, or from where earlier runs ended", () => {
		const ledger = new Ledger();
		assert.deepEqual([ledger.takeNumber(), ledger.takeNumber()], [1, 2]);
		ledger.restore({ next: 40, settled: 30, dropped: 7 });
		assert.equal(ledger.takeNumber(), 40);
		assert.deepEqual(stateOf(ledger), { next: 41, settled: 30, dropped: 7 });
	});

	it("settles what is acknowledged, and counts what is dropped", () => {
		const ledger = ledgerOf(20);
		ledger.acknowledge(1);
		ledger.acknowledge(2);
		ledger.dropUpTo(14);
		assert.deepEqual(stateOf(ledger), { next: 21, settled: 14, dropped: 12 });
		ledger.dropUpTo(14);
		ledger.acknowledge(15);
		assert.deepEqual(stateOf(ledger), { next: 21, settled: 15, dropped: 12 });
	});

	it("does not count as dropped what arrived after all", () => {
		const ledger = ledgerOf(20);
		ledger.dropUpTo(14);
		ledger.acknowledge(1);
		assert.deepEqual(stateOf(ledger), { next: 21, settled: 14, dropped: 13 });
	});

	it("takes nothing off for what an earlier run dropped", () => {
		const ledger = new Ledger();
		ledger.restore({ next: 21, settled: 14, dropped: 12 });
		ledger.acknowledge(14);
		assert.equal(ledger.dropped, 12);
	});

	it("settles all that waits without counting it as dropped", () => {
		const ledger = ledgerOf(5);
		ledger.acknowledge(2);
		ledger.settleAll();
		assert.deepEqual(stateOf(ledger), { next: 6, settled: 5, dropped: 0 });
	});
});
