import { Aedes, type AedesPublishPacket, type Client, type ConnectPacket, type PublishPacket } from "aedes";
import { defaultBehaviour } from "../behaviour.js";
import { LifecycleEvents } from "../services/events/lifecycle-events.js";
import { FleetProvisioning } from "../services/provisioning/fleet-provisioning.js";
import { isDirectReply } from "../services/provisioning/provisioning-responder.js";
import type { Store } from "../store/store.js";
import { admitClient } from "./admit-client.js";
import { authorizePublish } from "./authorize-publish.js";
import { authorizeSubscribe } from "./authorize-subscribe.js";
import type { DataPlaneOptions } from "./broker.js";
import { type BrokerFollower, followBroker } from "./broker-events.js";
import { BrokerPersistence } from "./broker-persistence.js";
import { ConnectRate } from "./connect-rate.js";
import { hangUp } from "./hang-up.js";
import { limits } from "./limits.js";
import type { Plane } from "./plane.js";
import { SessionTable } from "./session-table.js";

/** Puts the parts together around a broker that does not listen yet. */
export function assemblePlane(options: DataPlaneOptions, store: Store): Plane {
	const { registry, pki, clock, journal, dataDirectory } = options;
	const behaviour = { ...defaultBehaviour, ...options.behaviour };
	const persistence = new BrokerPersistence(clock, store, (clientId, target) => {
		const reason = `A QoS 1 message for the persistent session "${clientId}" was dropped: its queue is full`;
		journal.add({ plane: "limits", code: "queue-full", reason, clientId, target });
	});
	const broker = new Aedes({
		persistence,
		connectTimeout: limits.connectWait,
		drainTimeout: limits.drain,
		// Deny by default: the hooks below replace these.
		authenticate: (_client, _username, _password, callback) => callback(null, false),
		authorizeForward: () => null,
	});
	const plane: Plane = {
		broker,
		registry,
		clock,
		journal,
		behaviour,
		sessions: new SessionTable(),
		events: new LifecycleEvents(clock, (topic, payload) => publish(broker, topic, payload)),
		persistence,
		store,
		isDurable: dataDirectory !== undefined,
		connectRate: new ConnectRate(clock),
		provisioning: new FleetProvisioning({
			registry,
			pki,
			clock,
			store,
			rejectExpiredClaims: behaviour.claimExpiry === "reject-requests",
			hookDeadlineMs: behaviour.hookDeadlineMs,
		}),
	};
	installHooks(plane, followBroker(plane));
	return plane;
}

function publish(broker: Aedes, topic: string, payload: Buffer): void {
	if (broker.closed) return;
	const packet: PublishPacket = { cmd: "publish", topic, payload, qos: 1, retain: false, dup: false };
	broker.publish(packet, () => {});
}

function installHooks(plane: Plane, follower: BrokerFollower): void {
	const { broker, sessions } = plane;
	broker.preConnect = (client, packet, callback) => {
		admit(plane, client, packet).then((session) => {
			// Without a session the connection is being hung up: the broker must not go on with it.
			if (session === undefined) return;
			follower.began(session);
			callback(null, true);
		});
	};
	broker.authenticate = (client, _username, _password, callback) =>
		callback(null, sessions.of(client)?.isCut === false);
	broker.authorizePublish = authorizePublish(plane);
	broker.authorizeSubscribe = authorizeSubscribe(plane);
	broker.authorizeForward = (client, packet) => (mayForward(plane, client, packet) ? packet : null);
}

function mayForward({ sessions }: Plane, client: Client, packet: AedesPublishPacket): boolean {
	const session = sessions.of(client);
	if (session === undefined) return false;
	return session.mayReceive(packet.topic) || (!session.isCut && isDirectReply(packet));
}

async function admit(plane: Plane, client: Client, packet: ConnectPacket) {
	try {
		return await admitClient(plane, client, packet);
	} catch (error) {
		const reason = `CONNECT failed in the emulator: ${(error as Error).message}`;
		plane.journal.add({ plane: "connect", code: "internal-failure", reason });
		hangUp(client);
		return undefined;
	}
}
