import { type ArnScope, arn, defaultScope } from "../../host-tools/emulator/arn.js";
import { type Backend, startBackend } from "../../host-tools/emulator/backend.js";
import type { Behaviour } from "../../host-tools/emulator/behaviour.js";
import { EmulatorClock } from "../../host-tools/emulator/clock.js";
import { Journal } from "../../host-tools/emulator/journal.js";
import { openPki } from "../../host-tools/emulator/pki/open-pki.js";
import type { Pki } from "../../host-tools/emulator/pki/pki.js";
import type { CertificateStatus } from "../../host-tools/emulator/services/certificates/certificates.js";
import type { Registry } from "../../host-tools/emulator/services/registry.js";
import type { ServiceFactory } from "../../host-tools/emulator/services/service.js";

/** The emulator without its HTTP side: what tests of the broker and of reserved topics need. */
export interface EmulatorParts {
	readonly port: number;
	readonly clock: EmulatorClock;
	readonly journal: Journal;
	readonly pki: Pki;
	readonly registry: Registry;
	readonly backend: Backend;
	close(): Promise<void>;
}

export interface Credentials {
	readonly certificateId: string;
	readonly certificateArn: string;
	readonly certificatePem: string;
	readonly privateKeyPem: string;
}

export interface PartsOptions {
	readonly behaviour?: Behaviour;
	readonly dataDirectory?: string;
	/** ms; the emulator's time when it opens its data directory, not before today. Its own certificates are of today. */
	readonly now?: number;
	/** Clients at a time. */
	readonly maxConnections?: number;
	/** The emulator's own unless told otherwise. */
	readonly services?: readonly ServiceFactory[];
}

/** The clock of the test that runs; the shared PKI asks it for the time. */
let currentClock = new EmulatorClock();
let shared: Promise<Pki> | undefined;

/** One PKI for all tests of this process: making its keys is what would take most of their time. It holds nothing open. */
function sharedPki(clock: EmulatorClock): Promise<Pki> {
	currentClock = clock;
	shared ??= openPki({ clock: { now: () => currentClock.now() } as EmulatorClock });
	return shared;
}

/** Listens on a free port of 127.0.0.1. */
export async function startEmulatorParts(options: PartsOptions = {}): Promise<EmulatorParts> {
	const { behaviour, dataDirectory, now, maxConnections, services } = options;
	const clock = new EmulatorClock();
	const journal = new Journal(clock);
	const pki = dataDirectory === undefined ? await sharedPki(clock) : await openPki({ clock, dataDirectory });
	if (now !== undefined) clock.advance(now - clock.now());
	const mqtt = { host: "127.0.0.1", port: 0, maxConnections };
	const data = { directory: dataDirectory };
	const backend = await startBackend({ clock, journal, pki, mqtt, data, behaviour, services });
	return {
		port: backend.endpoint.mqttPort,
		clock,
		journal,
		pki,
		registry: backend.registry,
		backend,
		async close() {
			await backend.close();
			if (dataDirectory !== undefined) pki.close();
			clock.close();
		},
	};
}

/** A claim for the template, as CreateProvisioningClaim makes it. */
export async function createClaim(
	{ pki, registry }: EmulatorParts,
	templateName: string,
	scope: ArnScope = defaultScope,
): Promise<Credentials> {
	const issued = await pki.issueClaim();
	const certificate = registry.certificates.addCertificate(issued, {
		status: "ACTIVE",
		claimForTemplate: templateName,
		scope,
	});
	return { ...certificate, privateKeyPem: issued.keyPair.privateKeyPem };
}

/** A registered certificate with one policy of the statements given; none without statements. */
export async function createDevice(
	{ pki, registry }: EmulatorParts,
	statements: readonly object[],
	status: CertificateStatus = "ACTIVE",
): Promise<Credentials> {
	const issued = await pki.issueKeysAndCertificate();
	const certificate = registry.certificates.addCertificate(issued, { status });
	if (statements.length > 0) {
		const policyName = `policy-${issued.certificateId.slice(0, 8)}`;
		registry.policies.createPolicy(policyName, JSON.stringify({ Version: "2012-10-17", Statement: statements }));
		registry.policies.attachPolicy(policyName, certificate.certificateArn);
	}
	return { ...certificate, privateKeyPem: issued.keyPair.privateKeyPem };
}

/** Statement that allows `actions` on ARNs of this account, each given as e.g. `topic/a/*`. */
export function allow(actions: string | readonly string[], ...resources: readonly string[]): object {
	const prefix = arn(defaultScope, "topic", "x").replace(/topic\/x$/, "");
	return { Effect: "Allow", Action: actions, Resource: resources.map((name) => `${prefix}${name}`) };
}

export const allowAll = { Effect: "Allow", Action: "iot:*", Resource: "*" };
