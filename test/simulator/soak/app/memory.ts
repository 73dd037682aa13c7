import Debug from "debug";
import Instrumentation from "instrumentation";

type Figure = "XS Slot Heap Used" | "XS Chunk Heap Used" | "Network Sockets" | "Timers";

/** What is in use after a collection; heaps in bytes. */
export function measureMemory(): Record<string, number> {
	Debug.gc();
	return {
		slots: instrument("XS Slot Heap Used"),
		chunks: instrument("XS Chunk Heap Used"),
		sockets: instrument("Network Sockets"),
		timers: instrument("Timers"),
	};
}

function instrument(name: Figure): number {
	return Instrumentation.get(Instrumentation.map(name)) ?? 0;
}
