import Debug from "debug";
import Instrumentation from "instrumentation";

type Figure =
	| "XS Slot Heap Used"
	| "XS Chunk Heap Used"
	| "XS Stack Used"
	| "XS Keys Used"
	| "XS Garbage Collection Count"
	| "Network Sockets"
	| "Timers";

/** What is in use after a collection; heaps and stack in bytes. */
export function measureMemory(): Record<string, number> {
	const collections = instrument("XS Garbage Collection Count");
	Debug.gc();
	return {
		collections,
		slots: instrument("XS Slot Heap Used"),
		chunks: instrument("XS Chunk Heap Used"),
		stack: instrument("XS Stack Used"),
		keys: instrument("XS Keys Used"),
		sockets: instrument("Network Sockets"),
		timers: instrument("Timers"),
	};
}

function instrument(name: Figure): number {
	return Instrumentation.get(Instrumentation.map(name)) ?? 0;
}
