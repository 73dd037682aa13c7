import assert from "node:assert/strict";
import { until } from "../support/deadline.js";
import { makeResetCircuit, type Wiring } from "./reset-circuit.js";

function bench(wiring: Wiring) {
	const log: string[] = [];
	const circuit = makeResetCircuit(wiring, { hold: () => log.push("hold"), release: (gpio0) => log.push(gpio0) });
	const run = (steps: string) => {
		for (const step of steps.split(" ")) {
			const value = step[1] === "1";
			circuit.set(step[0] === "D" ? { dtr: value } : { rts: value });
		}
		return log;
	};
	return { log, circuit, run };
}

describe("reset circuit of a board with a USB bridge", () => {
	it("enters download mode when both lines change at once", () => {
		const { circuit, log } = bench("uart-bridge");
		circuit.set({ dtr: false, rts: true });
		circuit.set({ dtr: true, rts: false });
		circuit.set({ dtr: false, rts: false });
		assert.deepEqual(log, ["hold", "low"]);
	});

	it("enters download mode when one line changes after the other, as the capacitor at EN bridges", () => {
		assert.deepEqual(bench("uart-bridge").run("D0 R1 D1 R0 D0"), ["hold", "low"]);
	});

	it("boots from flash after RTS alone", () => {
		assert.deepEqual(bench("uart-bridge").run("R1 R0"), ["hold", "high"]);
	});

	it("boots from flash when both lines stay asserted after a reset", async () => {
		const { run, log } = bench("uart-bridge");
		run("R1 D1");
		await until("the boot", () => log.length === 2);
		assert.deepEqual(log, ["hold", "high"]);
	});

	it("does nothing when a port is opened with both lines, and closed, DTR before RTS and after it", () => {
		assert.deepEqual(bench("uart-bridge").run("D1 R1"), []);
		assert.deepEqual(bench("uart-bridge").run("D1 R1 R0 D0"), []);
	});

	it("enters download mode also from a port that was opened with both lines", () => {
		assert.deepEqual(bench("uart-bridge").run("D1 R1 D0 D1 R0 D0"), ["hold", "low"]);
	});
});

describe("reset by the chip's own USB", () => {
	it("enters download mode when DTR came before RTS", () => {
		assert.deepEqual(bench("usb-jtag").run("R0 D0 D1 R0 R1 D0 R1 D0 R0"), ["hold", "low"]);
	});

	it("boots from flash after RTS alone, also when download mode was asked for before", () => {
		assert.deepEqual(bench("usb-jtag").run("R1 R0"), ["hold", "high"]);
		assert.deepEqual(bench("usb-jtag").run("D1 D0 R1 R0"), ["hold", "high"]);
	});
});
