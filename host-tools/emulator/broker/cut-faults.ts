import type { CutStep, PresentBehaviour } from "../behaviour.js";
import type { ClientPacket } from "./codec/client-packet.js";
import { isReserved } from "./routing/reserved-router.js";

/** Whether the connection is to break after this packet was handled, its answer unsent; counts the cuts that are still wanted. */
export function takeCut(behaviour: Pick<PresentBehaviour, "cuts">, packet: ClientPacket): CutStep | undefined {
	const step = stepOf(packet);
	const left = step === undefined ? 0 : (behaviour.cuts[step] ?? 0);
	if (step === undefined || left === 0) return undefined;
	behaviour.cuts = { ...behaviour.cuts, [step]: left - 1 };
	return step;
}

function stepOf(packet: ClientPacket): CutStep | undefined {
	if (packet.cmd === "connect" || packet.cmd === "subscribe") return packet.cmd;
	if (packet.cmd !== "publish") return undefined;
	return isReserved(packet.topic) ? "request" : "publish";
}
