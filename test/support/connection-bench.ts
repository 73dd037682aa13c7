import type { ConnectionContext } from "../../firmware/core/activities/activity.js";
import { Proof } from "../../firmware/core/activities/proof.js";
import { bareBoard } from "../../firmware/core/bare-board.js";
import type { Bootstrap } from "../../firmware/core/bootstrap.js";
import { Session } from "../../firmware/core/connection/session.js";
import type { DevicePorts } from "../../firmware/core/device-ports.js";
import { IdentityStore } from "../../firmware/core/identity/identity-store.js";
import { BootStatus } from "../../firmware/core/indicators/boot-status.js";
import { OwnKey } from "../../firmware/core/keys/own-key.js";
import { Scope } from "../../firmware/core/scope.js";
import { Readings } from "../../firmware/core/telemetry/readings.js";
import { defaultTimeouts } from "../../firmware/core/timeouts.js";
import { nodeTextCodec } from "../../host-tools/virtual-device/node-text-codec.js";
import { NorCells, NorFlash } from "../fakes/nor-flash.js";
import { RecordingLog } from "../fakes/recording-log.js";
import { ScriptedMqttClient } from "../fakes/scripted-mqtt-client.js";
import { VirtualTime } from "../fakes/virtual-time.js";

export interface ConnectionBench {
	readonly time: VirtualTime;
	readonly client: ScriptedMqttClient;
	readonly log: RecordingLog;
	readonly store: IdentityStore;
	readonly context: ConnectionContext;
	/** Ends the connection as its owner does, and sees that no timer is left. */
	end(): void;
}

const none = new Uint8Array(0);
const options = {
	host: "cloud.test",
	port: 8883,
	clientId: "device-1",
	keepAliveSeconds: 60,
	rootCa: none,
	certificate: none,
	privateKey: none,
};

/** An open connection, whose broker is the test, of a device with that bootstrap: what an activity runs on. */
export async function connectionBench(bootstrap: Bootstrap): Promise<ConnectionBench> {
	const time = new VirtualTime();
	await time.synchronize();
	const log = new RecordingLog();
	const client = new ScriptedMqttClient();
	const scope = new Scope(time);
	const flash = new NorFlash({ cells: new NorCells(new Uint8Array(0x8000).fill(0xff)) });
	const store = new IdentityStore(flash, nodeTextCodec);
	store.install(bootstrap);
	const board = bareBoard("fake", "000000000000");
	const keyMaker = { makeKey: () => Promise.reject(new Error("not asked for")) };
	const ports: DevicePorts = {
		system: { clock: time, timer: time, random: { fill: (target) => target }, log, text: nodeTextCodec },
		storage: { identity: flash, readings: undefined },
		link: { network: { connect: () => Promise.resolve(), close: () => {} }, mqtt: client },
		hardware: {
			board,
			console: undefined,
			openThermometer: () => ({ sample: async () => ({ temperature: 20.5 }), close: () => {} }),
		},
		keyMaker,
	};
	const device = {
		ports,
		timeouts: defaultTimeouts,
		store,
		ownKey: new OwnKey({ store, keyMaker, cancellation: scope, clock: time, log }),
		readings: new Readings({ flash: undefined, clock: time, log }),
		status: new BootStatus(board, time),
	};
	const opening = Session.open(client, options, { scope, timeouts: defaultTimeouts, text: nodeTextCodec });
	client.connect();
	const session = await opening;
	const context = { device, settings: bootstrap.settings, session, proof: new Proof(() => {}) };
	return {
		time,
		client,
		log,
		store,
		context,
		end() {
			scope.close();
			if (time.pending > 0) throw new Error(`${time.pending} timers left`);
		},
	};
}
