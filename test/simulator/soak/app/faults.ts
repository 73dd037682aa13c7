import type { Log } from "firmware/ports/log";
import type { Timer } from "firmware/ports/timer";
import type { DeviceFault } from "../task.js";
import type { ScaledClock } from "./scaled-clock.js";
import type { SoakNetwork } from "./soak-network.js";
import type { SoakSensor } from "./soak-sensor.js";

export interface FaultTargets {
	readonly timer: Timer;
	readonly clock: ScaledClock;
	readonly network: SoakNetwork;
	readonly sensor: SoakSensor;
	readonly log: Log;
}

interface Step {
	readonly at: number;
	readonly fault: DeviceFault;
	readonly begins: boolean;
}

/** Lets each fault come, and go, in its time from now on. To be kept is what it returns: memory shall not shrink as faults pass. */
export function inflictFaults(faults: readonly DeviceFault[], targets: FaultTargets): readonly object[] {
	const steps = faults.flatMap((fault): Step[] => {
		const begin = { at: fault.at, fault, begins: true };
		return fault.kind === "clock" ? [begin] : [begin, { at: fault.at + fault.forMs, fault, begins: false }];
	});
	steps.sort((one, other) => one.at - other.at);
	walk(steps, 0, targets.clock.ticks(), targets);
	return steps;
}

/** One timer at a time: what waits here shall not weigh on the figures. */
function walk(steps: readonly Step[], index: number, startedAt: number, targets: FaultTargets): void {
	const step = steps[index];
	if (step === undefined) return;
	targets.timer.after(Math.max(0, Math.ceil(startedAt + step.at - targets.clock.ticks())), () => {
		if (step.begins) begin(step.fault, targets);
		else end(step.fault, targets);
		walk(steps, index + 1, startedAt, targets);
	});
}

function begin(fault: DeviceFault, { clock, network, sensor, log }: FaultTargets): void {
	log.write("info", "soak.fault", { kind: fault.kind, at: fault.at });
	if (fault.kind === "clock") clock.jump(fault.byMs);
	else if (fault.kind === "wifi") network.down = true;
	else sensor.failure = fault.way;
}

function end(fault: DeviceFault, { network, sensor }: FaultTargets): void {
	if (fault.kind === "wifi") network.down = false;
	else sensor.failure = undefined;
}
