import { randomUUID } from "node:crypto";
import { arn } from "../../arn.js";
import { AwsError, invalidRequest, quote } from "../../aws-error.js";
import { timeKey } from "../../http/pages.js";
import type { IssuedCertificate } from "../../pki/pki.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { RowsFrom } from "../../store/table.js";
import { checkCertificateId, checkRoom, checkTemplateName } from "../checks.js";
import { CertificateExpiry } from "./certificate-expiry.js";
import type { CertificateState } from "./certificate-state.js";
import type { Certificate, CertificateStatus, Certificates, NewCertificate } from "./certificates.js";

/** Ours; all certificates together, claims and pending ones included. */
const mostCertificates = 100_000;

export type CertificatesOptions = Omit<CertificateState, "certificates"> & { readonly store: Store };

/**
 * Certificates in `store`; those whose time is over end by themselves. Throws when a kept row is none of this version. `close()`
 * ends the timers and may be called twice.
 */
export function openCertificates({ store, ...shared }: CertificatesOptions): Certificates & { close(): void } {
	const absent = { certificateMode: "DEFAULT", claimForTemplate: undefined, pendingUntil: undefined } as const;
	const rows = jsonRows<Certificate>("certificateId", absent);
	const state: CertificateState = { ...shared, certificates: store.table("certificate", rows, { orderOf }) };
	const expiry = new CertificateExpiry(state);
	return {
		addCertificate(issued, options) {
			const certificate = addCertificate(state, issued, options);
			expiry.watch(certificate);
			return certificate;
		},
		describeCertificate: (certificateId) => existingCertificate(state, certificateId),
		findCertificate: (certificateId) => state.certificates.get(certificateId),
		listCertificates: (range) => listCertificates(state, range),
		updateCertificate: (certificateId, newStatus) => updateCertificate(state, certificateId, newStatus),
		deleteCertificate: (certificateId, forceDelete = false) => deleteCertificate(state, certificateId, forceDelete),
		close: () => expiry.close(),
	};
}

/** `id` in any spelling AWS accepts. A claim counts as not there: AWS lists claims nowhere. */
function existingCertificate(state: CertificateState, id: string): Certificate {
	const certificateId = checkCertificateId(id);
	const certificate = state.certificates.get(certificateId);
	if (certificate && certificate.claimForTemplate === undefined) return certificate;
	const why = certificate ? "is a provisioning claim, which only its device can use" : "does not exist";
	throw new AwsError("ResourceNotFoundException", `Certificate ${certificateId} ${why}`);
}

function* listCertificates({ certificates }: CertificateState, range?: RowsFrom): Iterable<Certificate> {
	for (const one of certificates.inOrder(range)) {
		if (one.claimForTemplate === undefined) yield one;
	}
}

function orderOf({ creationDate, certificateId }: Certificate): string {
	return timeKey(creationDate, certificateId);
}

function addCertificate(
	state: CertificateState,
	{ certificateId, certificatePem, notBefore, notAfter }: IssuedCertificate,
	{ status, pendingUntil, claimForTemplate, certificateMode = "DEFAULT", scope = state.home }: NewCertificate,
): Certificate {
	const certificateArn = arn(scope, "cert", certificateId);
	if (claimForTemplate !== undefined) checkTemplateName(claimForTemplate);
	if (state.certificates.has(certificateId)) {
		throw new AwsError("ResourceAlreadyExistsException", `Certificate ${certificateId} exists`, {
			resourceId: certificateId,
			resourceArn: certificateArn,
		});
	}
	checkRoom("certificates", state.certificates.size, mostCertificates);
	const now = state.clock.now();
	// Named one by one: what else the caller's object holds, such as a private key, must not be kept.
	const certificate: Certificate = Object.freeze({
		certificateId,
		certificatePem,
		notBefore,
		notAfter,
		certificateArn,
		status,
		certificateMode,
		claimForTemplate,
		pendingUntil: status === "PENDING_ACTIVATION" ? pendingUntil : undefined,
		creationDate: now,
		lastModifiedDate: now,
		generationId: randomUUID(),
	});
	state.certificates.set(certificateId, certificate);
	state.changes.announce({ kind: "certificate", name: certificateId });
	return certificate;
}

function updateCertificate(state: CertificateState, id: string, newStatus: CertificateStatus): Certificate {
	if (newStatus !== "ACTIVE" && newStatus !== "INACTIVE" && newStatus !== "REVOKED") {
		throw invalidRequest(`newStatus must be ACTIVE, INACTIVE or REVOKED: it is ${quote(newStatus)}`);
	}
	const present = existingCertificate(state, id);
	if (present.status === newStatus) return present;
	const updated: Certificate = Object.freeze({
		...present,
		status: newStatus,
		pendingUntil: undefined,
		lastModifiedDate: state.clock.now(),
	});
	state.certificates.set(present.certificateId, updated);
	state.changes.announce({ kind: "certificate", name: present.certificateId });
	return updated;
}

function deleteCertificate(state: CertificateState, id: string, forceDelete: boolean): void {
	const { certificateId, certificateArn, status } = existingCertificate(state, id);
	if (status === "ACTIVE") {
		throw new AwsError(
			"CertificateStateException",
			`Certificate ${certificateId} is ACTIVE: set it to INACTIVE or REVOKED before deleting it`,
		);
	}
	const things = [...state.thingPrincipals.leftsOf(certificateArn)];
	if (things.length > 0) throw stillAttached(certificateId, `thing "${things[0]}"`);
	const policies = [...state.policyTargets.leftsOf(certificateArn)];
	if (policies.length > 0 && !forceDelete) throw stillAttached(certificateId, `policy "${policies[0]}"`);
	for (const policyName of policies) state.policyTargets.remove(policyName, certificateArn);
	state.certificates.delete(certificateId);
	state.changes.announce({ kind: "certificate", name: certificateId });
}

function stillAttached(certificateId: string, to: string): AwsError {
	return new AwsError(
		"DeleteConflictException",
		`Certificate ${certificateId} cannot be deleted while attached to ${to}: detach it first`,
	);
}
