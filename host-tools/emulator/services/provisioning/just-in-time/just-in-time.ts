import { X509Certificate } from "node:crypto";
import { scopeOfArn } from "../../../arn.js";
import type { Problem } from "../../../broker/principals.js";
import type { EmulatorClock } from "../../../clock.js";
import type { RefusalJournal } from "../../../journal.js";
import { readCertificateDer } from "../../../pki/read-certificate.js";
import type { CaCertificate } from "../../ca-certificates/ca-certificates.js";
import type { Certificate } from "../../certificates/certificates.js";
import type { Registry } from "../../registry.js";
import { provisionCertificate } from "./provision-certificate.js";

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
	readonly #waiting: (() => void)[] = [];
	/** certificateId → why its provisioning failed */
	readonly #failures = new Map<string, string>();

	constructor(parts: JustInTimeParts) {
		this.#parts = parts;
	}

	/** For a certificate that is not registered: why it is refused, registered now or not; undefined when no registered CA signed it. */
	meet(presented: Presented): Problem | undefined {
		const { caCertificates } = this.#parts.registry;
		const [any] = caCertificates.listCaCertificates();
		const certificate = any && parse(presented.certificateDer);
		const issuers = certificate === undefined ? [] : caCertificates.issuersOf(certificate);
		if (certificate === undefined || issuers.length === 0) return undefined;
		const willing = issuers.find(isWilling);
		if (willing === undefined) return unwilling(issuers[0] as CaCertificate);
		return this.#validity(certificate, willing) ?? this.#register(certificate, willing, presented);
	}

	/** For one that is PENDING_ACTIVATION: the event is sent again. Undefined when it was not registered here. */
	meetAgain(certificate: Certificate, ipAddress: string): Problem | undefined {
		const { caCertificateId, awaitsProvisioning, certificateId } = certificate;
		const authority =
			caCertificateId === undefined
				? undefined
				: this.#parts.registry.caCertificates.findCaCertificate(caCertificateId);
		if (authority === undefined) return undefined;
		const problem = this.#begin(certificate, authority, ipAddress);
		if (problem !== undefined) return problem;
		if (awaitsProvisioning)
			return registered(authority, "is being provisioned by the template of its CA: connect again");
		const why = this.#failures.get(certificateId);
		if (why !== undefined) return failed(why);
		return {
			code: "certificate-not-active",
			reason: `Certificate ${short(certificateId)} is PENDING_ACTIVATION: UpdateCertificate can set it to ACTIVE, as a function on ${topicOf(authority)} does in just-in-time registration`,
		};
	}

	#validity(certificate: X509Certificate, authority: CaCertificate): Problem | undefined {
		const now = this.#parts.clock.now();
		if (now < Date.parse(certificate.validFrom)) {
			return { code: "certificate-not-yet-valid", reason: `The certificate is valid from ${certificate.validFrom}` };
		}
		if (now >= Date.parse(certificate.validTo)) {
			return {
				code: "certificate-expired",
				reason: `The certificate expired at ${certificate.validTo}: it is not registered`,
			};
		}
		if (now < authority.notAfter) return undefined;
		const reason = `The registered CA ${short(authority.certificateId)} has expired: it registers no certificates any more`;
		return { code: "ca-expired", reason };
	}

	#register(x509: X509Certificate, authority: CaCertificate, { ipAddress }: Presented): Problem {
		const { registry } = this.#parts;
		if (this.#waiting.length >= mostUnderWay) return busy();
		const { certificateId: caCertificateId, certificateMode, certificateArn, registrationConfig } = authority;
		try {
			const certificate = registry.certificates.addCertificate(readCertificateDer(x509), {
				status: "PENDING_ACTIVATION",
				certificateMode,
				caCertificateId,
				awaitsProvisioning: registrationConfig === undefined ? undefined : true,
				scope: scopeOfArn(certificateArn),
			});
			this.#begin(certificate, authority, ipAddress);
		} catch (error) {
			return {
				code: "registration-failed",
				reason: `The certificate cannot be registered: ${(error as Error).message}`,
			};
		}
		return registered(
			authority,
			registrationConfig === undefined
				? `was registered just now and is PENDING_ACTIVATION: what follows ${topicOf(authority)} has to activate it`
				: "was registered just now, and is being provisioned: connect again",
		);
	}

	/** The event, and the template where it has not run, once the client has been turned away. */
	#begin(certificate: Certificate, authority: CaCertificate, ipAddress: string): Problem | undefined {
		if (this.#waiting.length >= mostUnderWay) return busy();
		this.#waiting.push(() => {
			this.#tell(certificate, authority, ipAddress);
			if (certificate.awaitsProvisioning) this.#provision(certificate.certificateId, authority);
		});
		if (this.#waiting.length === 1) setImmediate(() => this.#next());
		return undefined;
	}

	/** One a turn of the event loop, so that a storm of new devices keeps nobody else waiting. */
	#next(): void {
		try {
			this.#waiting[0]?.();
		} catch (error) {
			// What is left: the disk takes nothing, or the emulator is ending.
			const reason = `Just-in-time registration was cut short: ${(error as Error).message}`;
			this.#parts.journal.add({ plane: "provisioning", code: "internal-failure", reason });
		}
		this.#waiting.shift();
		if (this.#waiting.length > 0) setImmediate(() => this.#next());
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
		this.#parts.publish(topicOf(authority), Buffer.from(JSON.stringify(body)));
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
			journal.add({ plane: "provisioning", code: "jitp-failed", certificateId, reason: failed(message).reason });
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

function unwilling({ certificateId, status }: CaCertificate): Problem {
	const [code, why] =
		status === "ACTIVE"
			? ["ca-without-auto-registration", "has no auto-registration: UpdateCACertificate can enable it"]
			: ["ca-not-active", `is ${status}: UpdateCACertificate can set it to ACTIVE`];
	const reason = `The certificate is not registered, and the registered CA ${short(certificateId)} that signed it ${why}`;
	return { code, reason };
}

function registered({ certificateId }: CaCertificate, what: string): Problem {
	return {
		code: "certificate-registered",
		reason: `The certificate, signed by the registered CA ${short(certificateId)}, ${what}`,
	};
}

function failed(why: string): Problem {
	const mend = "AWS does not try again: delete the certificate, mend the template, and connect again";
	return { code: "jitp-failed", reason: `Just-in-time provisioning failed. ${why}. ${mend}` };
}

function busy(): Problem {
	const reason = `${mostUnderWay} registrations are under way, which is this emulator's limit: connect again`;
	return { code: "too-many-registrations", reason };
}

function topicOf({ certificateId }: CaCertificate): string {
	return `$aws/events/certificates/registered/${certificateId}`;
}

function parse(der: Uint8Array): X509Certificate | undefined {
	try {
		return new X509Certificate(der);
	} catch {
		return undefined;
	}
}

function short(certificateId: string): string {
	return `${certificateId.slice(0, 8)}…`;
}
