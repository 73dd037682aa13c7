import { duplexPair } from "node:stream";
import type { Peer } from "../../../host-tools/emulator/broker/connection/peer.js";
import { within } from "../../support/deadline.js";
import { startEmulatorParts } from "../../support/emulator-parts.js";
import { attempt, type FuzzTarget } from "../fuzz-target.js";
import { InternalFailures } from "../internal-failures.js";
import { mutateBytes } from "../mutate.js";
import { clientPacket, connectPacket, publishPacket } from "./packets.js";
import { reservedRequest } from "./reserved.js";

/** Somebody of the account, whom no policy stops. */
const peer: Peer = {
	user: "AIDAFUZZ:fuzz",
	certificateId: undefined,
	certificateDer: new Uint8Array(),
	ipAddress: "127.0.0.1",
	overTls: true,
	domainName: undefined,
	http: undefined,
	ends: { sourcePort: 1, targetIp: "127.0.0.1", targetPort: 8883 },
};

/** Whole conversations with the broker, without sockets: CONNECT, then anything, the other end in the middle of it. */
export const sessions: FuzzTarget = {
	name: "sessions",
	share: 8,
	renewAfter: 5000,
	async open() {
		const parts = await startEmulatorParts();
		const failures = new InternalFailures(parts.journal);
		return {
			next(random) {
				const version = random.once(2) ? 4 : 5;
				const some = Array.from({ length: random.few(12) }, () => {
					if (!random.once(4)) return clientPacket(random, version);
					const { topic, payload } = reservedRequest(random);
					return publishPacket(random, version, topic, payload);
				});
				const bytes = Buffer.concat([
					random.once(10) ? mutateBytes(random, connectPacket(random, version)) : connectPacket(random, version),
					...some.map((packet) => (random.once(8) ? mutateBytes(random, packet, some) : packet)),
				]);
				const hangsUp = random.once(4);
				return attempt(
					() => bytes.toString("hex"),
					async () => {
						const [client, server] = duplexPair();
						client.on("error", () => {}).resume();
						const gone = new Promise<void>((resolve) => server.once("close", () => resolve()));
						parts.backend.broker.accept(server, peer);
						client.write(bytes);
						// The broker answers before it is told of the end, or after.
						if (!hangsUp) await new Promise((resolve) => setImmediate(resolve));
						client.end();
						await within(gone, "the broker's end of the connection", 5000);
						client.destroy();
						failures.check();
					},
				);
			},
			async close() {
				failures.close();
				await parts.close();
			},
		};
	},
};
