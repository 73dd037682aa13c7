import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { listen } from "../../../../../host-tools/emulator/broker/tls/listener.js";
import { EmulatorClock } from "../../../../../host-tools/emulator/clock.js";
import { Journal } from "../../../../../host-tools/emulator/journal.js";
import { openPki } from "../../../../../host-tools/emulator/pki/open-pki.js";
import { within } from "../../../../support/deadline.js";

describe("listen()", () => {
	it("ends connections whose handshake does not come, or does not go on, and has room for others then", async () => {
		const clock = new EmulatorClock();
		const pki = await openPki({ clock, keysAhead: 1 });
		const journal = new Journal(clock);
		const listener = await listen({
			...{ host: "127.0.0.1", port: 0, pki, journal, resumeTlsSessions: false, protocols: ["x-amzn-mqtt-ca"] },
			...{ maxConnections: 2, handshakeMs: 100, accept: () => {} },
		});
		try {
			const silent = [Buffer.alloc(0), Buffer.from("1603010200010001fc0303", "hex")].map((bytes) => {
				const socket = connect(listener.port, "127.0.0.1", () => socket.write(bytes));
				return within(once(socket.on("error", () => {}).resume(), "close"), "end of a silent connection");
			});
			await Promise.all(silent);
			const codes = journal.list().map(({ code }) => code);
			assert.deepEqual(codes, ["tls-handshake-failed", "tls-handshake-failed"]);
		} finally {
			await listener.close(Promise.resolve());
			pki.close();
			clock.close();
		}
	});
});
