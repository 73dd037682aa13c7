import type { Client } from "aedes";
import type { RefusalJournal } from "../journal.js";
import type { HangUps } from "./hang-ups.js";
import { limits } from "./limits.js";
import { guardPackets, type ParsedPacket } from "./packet-guard.js";
import type { Refused } from "./session.js";
import type { SessionTable } from "./session-table.js";

export interface WatchParts {
	readonly sessions: SessionTable;
	readonly hangUps: HangUps;
	readonly journal: RefusalJournal;
}

/** Watches a connection's packets for what the broker's hooks do not see. */
export function watchPackets({ sessions, hangUps, journal }: WatchParts, client: Client): void {
	const cut = (refused: Refused) => {
		const session = sessions.of(client);
		if (session !== undefined) {
			session.cut("CLIENT_ERROR", refused);
		} else {
			journal.add(refused);
			hangUps.hangUp(client);
		}
	};
	guardPackets(client, {
		isOpen: () => !hangUps.isHungUp(client),
		onPacket(packet: ParsedPacket) {
			if (packet.cmd === "disconnect") sessions.of(client)?.noteReason("CLIENT_INITIATED_DISCONNECT");
			const filters = packet.cmd === "subscribe" ? (packet.subscriptions?.length ?? 0) : 0;
			if (filters <= limits.filtersPerSubscribe) return;
			const reason = `SUBSCRIBE with ${filters} topic filters: the limit is ${limits.filtersPerSubscribe}`;
			cut({ plane: "limits", code: "too-many-filters", reason });
		},
		onOversize(bytes) {
			const reason = `A packet announced ${bytes} bytes: payloads are limited to ${limits.payload}`;
			cut({ plane: "limits", code: "packet-too-large", reason });
		},
		onFailure(error) {
			cut({ plane: "connect", code: "protocol-error", reason: `Connection closed: ${error.message}` });
		},
	});
}
