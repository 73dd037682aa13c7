import type { LoggedEvent } from "../simulator-run.js";
import type { HostFault } from "./schedule.js";
import { collectProblems, type Verdict } from "./verdict.js";

export interface RetriesEvidence {
	readonly events: readonly LoggedEvent[];
	/** Real ms, in the time of the events. */
	readonly inflicted: readonly { readonly fault: HostFault; readonly from: number; readonly to: number }[];
}

const lost = ["connection-lost", "connection-refused", "tls-failed"];
const codes: Readonly<Record<HostFault["kind"], readonly string[]>> = {
	cut: lost,
	restart: [...lost, "network-unreachable", "timeout"],
	inactive: lost,
	detached: [...lost, "timeout"],
	stall: [...lost, "timeout", "network-missing", "clock-unavailable"],
};
/** Real ms in which a fault that is over may still be felt: the deadline of a PUBACK, and a try that was under way. */
const afterwardsMs = 5000;
/** Real ms by which a line may come before we noted what it is about. */
const beforehandMs = 100;

/** Each retry has a code that some fault of its time explains. */
export function judgeRetries({ events, inflicted }: RetriesEvidence): Verdict {
	const counts = new Map<string, number>();
	const wrong: string[] = [];
	let offsetMs = 0;
	for (const { event, fields, at } of events) {
		if (event === "soak.clock") offsetMs = Number(fields.offsetMs);
		if (event !== "retry") continue;
		const code = String(fields.code);
		counts.set(code, (counts.get(code) ?? 0) + 1);
		const explained = inflicted.some(
			({ fault, from, to }) => at > from - beforehandMs && at < to + afterwardsMs && codes[fault.kind].includes(code),
		);
		if (!explained && !(code === "server-untrusted" && offsetMs !== 0)) wrong.push(`${code}: ${fields.message}`);
	}
	return {
		figures: [...counts].sort().map(([code, count]) => [`retries: ${code}`, String(count)]),
		problems: collectProblems("retry", wrong),
	};
}
