import { X509Certificate } from "node:crypto";
import { scopeOfArn } from "../../../arn.js";
import type { Problem } from "../../../broker/principals.js";
import type { EmulatorClock } from "../../../clock.js";
import type { RefusalJournal } from "../../../journal.js";
import { readCertificateDer } from "../../../pki/read-certificate.js";
import type { CaCertificate } from "../../ca-certificates/ca-certificates.js";
import type { Certificate } from "../../certificates/certificates.js";
import type { Registry } from "../../registry.js";
import * as problems from "./newcomer-problems.js";
import { provisionCertificate } from "./provision-certificate.js";
import { TurnQueue } from "./turn-queue.js";

/** Ours: registrations whose event is not sent, or whose template is not run yet. */
const mostUnderWay = 1000;
/** Ours: reasons of failures that are remembered. */
const mostFailures = 1000;

/** What a client presented, as far as it is looked at. */
export interface Presented {
	readonly certificateId: string;
	readonly certificateDer: Uint8Array;
	readonly ipAddress: string;
}

export interface JustInTimeParts {
	readonly registry: Registry;
	readonly clock: EmulatorClock;
	readonly journal: RefusalJournal;
	readonly publish: (topic: string, payload: Buffer) => void;
}

/**
 * Registers certificates of registered CAs when they are presented, and provisions them where their CA has a template
 * (docs/aws-behaviour.md, "Registered CAs"). The client is turned away in each case: its next try is the one that may succeed.
 */
export class JustInTime {
	readonly #parts: JustInTimeParts;
	readonly #queue: TurnQueue;
	/** certificateId → why its provisioning failed */
	readonly #failures = new Map<string, string>();

	constructor(parts: JustInTimeParts) {
		this.#parts = parts;
		this.#queue = new TurnQueue(mostUnderWay, ({ message }) => {
			// What is left: the disk takes nothing, or the emulator is ending.
			const reason = `Just-in-time registration was cut short: ${message}`;
			parts.journal.add({ plane: "provisioning", code: "internal-failure", reason });
		});
	}

	/** For a certificate that is not registered: why it is refused, registered now or not; undefined when no registered CA signed it. */
	meet(presented: Presented): Problem | undefined {
		const { caCertificates } = this.#parts.registry;
		const [any] = caCertificates.listCaCertificates();
		const certificate = any && parse(presented.certificateDer);
		const issuers = certificate === undefined ? [] : caCertificates.issuersOf(certificate);
		const [first] = issuers;
		if (certificate === undefined || first === undefined) return undefined;
		const authority = issuers.find(isWilling);
		if (authority === undefined) return problems.unwilling(first);
		const problem = problems.validityProblem(certificate, authority, this.#parts.clock.now());
		return problem ?? this.#register(certificate, authority, presented.ipAddress);
	}

	/** For one that is PENDING_ACTIVATION: the event is sent again. Undefined when it was not registered here. */
	meetAgain(certificate: Certificate, ipAddress: string): Problem | undefined {
		const { caCertificateId, awaitsProvisioning, certificateId } = certificate;
		const { caCertificates } = this.#parts.registry;
		const authority = caCertificateId === undefined ? undefined : caCertificates.findCaCertificate(caCertificateId);
		if (authority === undefined) return undefined;
		if (!this.#begin(certificate, authority, ipAddress)) return problems.busy(mostUnderWay);
		if (awaitsProvisioning) return problems.beingProvisioned(authority);
		const why = this.#failures.get(certificateId);
		return why === undefined ? problems.pending(certificate, authority) : problems.provisioningFailed(why);
	}

	#register(x509: X509Certificate, authority: CaCertificate, ipAddress: string): Problem {
		if (this.#queue.isFull) return problems.busy(mostUnderWay);
		const { certificateId: caCertificateId, certificateMode, certificateArn, registrationConfig } = authority;
		const isProvisioned = registrationConfig !== undefined;
		try {
			const certificate = this.#parts.registry.certificates.addCertificate(readCertificateDer(x509), {
				status: "PENDING_ACTIVATION",
				certificateMode,
				caCertificateId,
				awaitsProvisioning: isProvisioned ? true : undefined,
				scope: scopeOfArn(certificateArn),
			});
			this.#begin(certificate, authority, ipAddress);
		} catch (error) {
			return problems.registrationFailed((error as Error).message);
		}
		return problems.registered(authority, isProvisioned);
	}

	/** The event, and the template where it has not run, once the client has been turned away. False when too much is under way. */
	#begin(certificate: Certificate, authority: CaCertificate, ipAddress: string): boolean {
		return this.#queue.add(() => {
			this.#tell(certificate, authority, ipAddress);
			if (certificate.awaitsProvisioning) this.#provision(certificate.certificateId, authority);
		});
	}

	#tell(
		{ certificateId, creationDate, certificateArn }: Certificate,
		authority: CaCertificate,
		sourceIp: string,
	): void {
		const body = {
			certificateId,
			caCertificateId: authority.certificateId,
			timestamp: this.#parts.clock.now(),
			certificateStatus: "PENDING_ACTIVATION",
			awsAccountId: scopeOfArn(certificateArn).accountId,
			// A string, unlike the other time (docs/aws-behaviour.md, "Registered CAs").
			certificateRegistrationTimestamp: String(creationDate),
			sourceIp,
		};
		this.#parts.publish(problems.eventTopic(authority), Buffer.from(JSON.stringify(body)));
	}

	#provision(certificateId: string, authority: CaCertificate): void {
		const { registry, journal } = this.#parts;
		// It may have been activated, deleted or provisioned since.
		const certificate = registry.certificates.findCertificate(certificateId);
		if (!certificate?.awaitsProvisioning) return;
		try {
			provisionCertificate(registry, authority, certificate);
		} catch (error) {
			const { message } = error as Error;
			this.#remember(certificateId, message);
			const { code, reason } = problems.provisioningFailed(message);
			journal.add({ plane: "provisioning", code, certificateId, reason });
			registry.certificates.provisioningFailed(certificateId);
		}
	}

	#remember(certificateId: string, why: string): void {
		const [oldest] = this.#failures.keys();
		if (oldest !== undefined && this.#failures.size >= mostFailures) this.#failures.delete(oldest);
		this.#failures.set(certificateId, why);
	}
}

function isWilling({ status, autoRegistrationStatus }: CaCertificate): boolean {
	return status === "ACTIVE" && autoRegistrationStatus === "ENABLE";
}

function parse(der: Uint8Array): X509Certificate | undefined {
	try {
		return new X509Certificate(der);
	} catch {
		return undefined;
	}
}
