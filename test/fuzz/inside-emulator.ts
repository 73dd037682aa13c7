import { defaultAccount, homeOf } from "../../host-tools/emulator/account.js";
import { defaultBehaviour } from "../../host-tools/emulator/behaviour.js";
import { ConnectionHub } from "../../host-tools/emulator/broker/connections.js";
import { EmulatorClock } from "../../host-tools/emulator/clock.js";
import type { Operation } from "../../host-tools/emulator/http/operation.js";
import { Journal } from "../../host-tools/emulator/journal.js";
import { openPki } from "../../host-tools/emulator/pki/open-pki.js";
import type { Pki } from "../../host-tools/emulator/pki/pki.js";
import { MetricCounts } from "../../host-tools/emulator/services/metrics.js";
import { openRegistry, type Registry } from "../../host-tools/emulator/services/registry.js";
import type { ReservedRequest, Service } from "../../host-tools/emulator/services/service.js";
import { serviceFactories } from "../../host-tools/emulator/services/services.js";
import { openStore } from "../../host-tools/emulator/store/open-store.js";

/** Registry and services of an emulator, in memory, behind neither HTTP nor MQTT. */
export class InsideEmulator {
	readonly registry: Registry;
	readonly operations: readonly Operation[];
	readonly clock: EmulatorClock;
	readonly #services: readonly Service[];

	readonly #closeRegistry: () => void;

	private constructor(
		clock: EmulatorClock,
		registry: Registry,
		services: readonly Service[],
		closeRegistry: () => void,
	) {
		this.clock = clock;
		this.#closeRegistry = closeRegistry;
		this.registry = registry;
		this.#services = services;
		this.operations = services.flatMap(({ operations = [] }) => operations);
	}

	static async open(): Promise<InsideEmulator> {
		const clock = new EmulatorClock();
		const journal = new Journal(clock);
		const store = await openStore({});
		const home = homeOf(defaultAccount);
		const registry = openRegistry({ clock, store, home });
		const endpoint = () => ({ mqttHost: "127.0.0.1", mqttPort: 8883, httpsPort: undefined, otherHosts: [] });
		const parts = { clock, journal, pki: await fewKeys(), store, registry, endpoint };
		const more = { connections: new ConnectionHub(), metrics: new MetricCounts(), behaviour: { ...defaultBehaviour } };
		const services = serviceFactories.map((make) => make({ ...parts, ...more }));
		return new InsideEmulator(clock, registry, services, registry.close);
	}

	/** Publishes on a reserved topic as the broker lets a device do it. Throws what a service failed with. */
	async publish(topic: string, payload: Buffer): Promise<void> {
		const owner = this.#services.find(({ reserved }) => reserved?.owns(topic) === true)?.reserved;
		if (owner === undefined) return;
		owner.maySubscribe(topic);
		if (owner.mayPublish(topic) !== true) return;
		let failure: string | undefined;
		const request: ReservedRequest = {
			topic,
			payload,
			clientId: "t",
			principal: "0".repeat(64),
			certificateId: "0".repeat(64),
			underWay: 1,
			reply: () => {},
			refuse(code, reason) {
				if (/^internal/.test(code)) failure = `${code}: ${reason}`;
			},
		};
		await owner.answer(request);
		if (failure !== undefined) throw new Error(failure);
	}

	async close(): Promise<void> {
		for (const service of this.#services) service.close?.();
		this.#closeRegistry();
		this.clock.close();
	}
}

let shared: Promise<Pki> | undefined;

/** Keys and certificates are made once: what is fuzzed is not the making of them. */
async function fewKeys(): Promise<Pki> {
	shared ??= makeFewKeys();
	return shared;
}

async function makeFewKeys(): Promise<Pki> {
	const pki = await openPki({ clock: new EmulatorClock(), keysAhead: 1 });
	const [issued, claim] = [await pki.issueKeysAndCertificate(), await pki.issueClaim()];
	let number = 0;
	const another = <T>(one: T): T => ({ ...one, certificateId: (++number).toString(16).padStart(64, "0") });
	return {
		...pki,
		rootCaPem: pki.rootCaPem,
		issueKeysAndCertificate: async () => another(issued),
		issueClaim: async () => another(claim),
		issueFromCsr: (csr, ...others) => pki.issueFromCsr(csr, ...others),
		close: () => {},
	};
}
