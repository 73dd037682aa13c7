import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import { type CertificateState, existingCertificate, keepCertificate } from "./certificate-state.js";
import type { Certificate, CertificateStatus } from "./certificates.js";

/** Throws InvalidRequestException, CertificateStateException (docs/aws-behaviour.md, "Things, certificates and policies"). */
export function updateCertificate(state: CertificateState, id: string, newStatus: CertificateStatus): Certificate {
	if (newStatus !== "ACTIVE" && newStatus !== "INACTIVE" && newStatus !== "REVOKED") {
		throw invalidRequest(`newStatus must be ACTIVE, INACTIVE or REVOKED: it is ${quote(newStatus)}`);
	}
	const present = existingCertificate(state, id);
	const { certificateId, status } = present;
	if (status === newStatus) return present;
	if (status === "REVOKED" || status === "PENDING_TRANSFER") {
		const why = status === "REVOKED" ? "that is final, register another one" : "accept, reject or cancel the transfer";
		throw new AwsError("CertificateStateException", `Certificate ${certificateId} is ${status}: ${why}`);
	}
	return keepCertificate(state, {
		...present,
		status: newStatus,
		awaitsProvisioning: undefined,
		pendingUntil: undefined,
		lastModifiedDate: state.clock.now(),
	});
}

export function provisioningFailed(state: CertificateState, id: string): void {
	const present = state.certificates.get(id);
	if (present?.awaitsProvisioning) keepCertificate(state, { ...present, awaitsProvisioning: undefined });
}
