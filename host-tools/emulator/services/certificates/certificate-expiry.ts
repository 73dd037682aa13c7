import { type CertificateState, forgetCertificate } from "./certificate-state.js";
import type { Certificate } from "./certificates.js";

/** How long an expired claim stays known, so that a refusal can say since when it is expired. */
const keepExpiredClaims = 3600 * 1000;

/** Removes claims some time after they expired, and pending certificates that nobody activated or attached in time. */
export class CertificateExpiry {
	readonly #state: CertificateState;
	/** certificateId → ms */
	readonly #deadlines = new Map<string, number>();
	#armedFor = Number.POSITIVE_INFINITY;
	#disarm = () => {};

	/** Looks after all certificates that are there already; what became due meanwhile goes at once. */
	constructor(state: CertificateState) {
		this.#state = state;
		for (const certificate of state.certificates.values()) this.#note(certificate);
		this.#sweep();
	}

	watch(certificate: Certificate): void {
		this.#note(certificate);
		const deadline = this.#deadlines.get(certificate.certificateId);
		if (deadline !== undefined && deadline < this.#armedFor) this.#arm(deadline);
	}

	close(): void {
		this.#disarm();
		this.#deadlines.clear();
	}

	#note({ certificateId, claimForTemplate, notAfter, pendingUntil }: Certificate): void {
		const deadline = claimForTemplate === undefined ? pendingUntil : notAfter + keepExpiredClaims;
		if (deadline !== undefined) this.#deadlines.set(certificateId, deadline);
	}

	#sweep(): void {
		const now = this.#state.clock.now();
		let next = Number.POSITIVE_INFINITY;
		for (const [certificateId, deadline] of this.#deadlines) {
			if (deadline > now) {
				next = Math.min(next, deadline);
			} else {
				this.#deadlines.delete(certificateId);
				this.#end(certificateId);
			}
		}
		this.#arm(next);
	}

	/** One alarm for all: the clock has many users and looks through all its alarms. */
	#arm(at: number): void {
		this.#disarm();
		this.#armedFor = at;
		this.#disarm = at === Number.POSITIVE_INFINITY ? () => {} : this.#state.clock.at(at, () => this.#sweep());
	}

	#end(certificateId: string): void {
		const certificate = this.#state.certificates.get(certificateId);
		if (certificate === undefined || isInUse(this.#state, certificate)) return;
		forgetCertificate(this.#state, certificate);
	}
}

function isInUse({ policyTargets, thingPrincipals }: CertificateState, certificate: Certificate): boolean {
	if (certificate.claimForTemplate !== undefined) return false;
	if (certificate.status !== "PENDING_ACTIVATION") return true;
	const { certificateArn } = certificate;
	return policyTargets.leftsOf(certificateArn).size > 0 || thingPrincipals.leftsOf(certificateArn).size > 0;
}
