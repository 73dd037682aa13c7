import { randomUUID } from "node:crypto";
import { arn } from "../../arn.js";
import { AwsError } from "../../aws-error.js";
import type { IssuedCertificate } from "../../pki/pki.js";
import { jsonRows } from "../../store/json-rows.js";
import type { Store } from "../../store/store.js";
import type { RowsFrom } from "../../store/table.js";
import { checkRoom, checkTemplateName } from "../checks.js";
import { CertificateExpiry } from "./certificate-expiry.js";
import { CertificateIndex, orderOf } from "./certificate-index.js";
import {
	type CertificateState,
	existingCertificate,
	forgetCertificate,
	keepCertificate,
	outgoingGroup,
} from "./certificate-state.js";
import { certificateTransfers } from "./certificate-transfers.js";
import type { Certificate, Certificates, NewCertificate } from "./certificates.js";
import { provisioningFailed, updateCertificate } from "./update-certificate.js";

/** Ours; all certificates together, claims and pending ones included. */
const mostCertificates = 100_000;

export type CertificatesOptions = Omit<CertificateState, "certificates" | "byCa" | "outgoing"> & {
	readonly store: Store;
};

/** What rows leave out when it is undefined. */
const absent: Partial<Certificate> = {
	certificateMode: "DEFAULT",
	caCertificateId: undefined,
	previousOwnedBy: undefined,
	transfer: undefined,
	awaitsProvisioning: undefined,
	claimForTemplate: undefined,
	pendingUntil: undefined,
};

/**
 * Certificates in `store`; those whose time is over end by themselves. Throws when a kept row is none of this version. `close()`
 * ends the timers and may be called twice.
 */
export function openCertificates({ store, ...shared }: CertificatesOptions): Certificates & { close(): void } {
	const certificates = store.table("certificate", jsonRows<Certificate>("certificateId", absent), { orderOf });
	const state: CertificateState = {
		...shared,
		certificates,
		byCa: new CertificateIndex(certificates.values(), ({ caCertificateId }) => caCertificateId),
		outgoing: new CertificateIndex(certificates.values(), ({ status }) =>
			status === "PENDING_TRANSFER" ? outgoingGroup : undefined,
		),
	};
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
		listCertificatesByCa: (id, range) => rowsOf(state, state.byCa.inOrder(id, range)),
		listOutgoingCertificates: (range) => rowsOf(state, state.outgoing.inOrder(outgoingGroup, range)),
		updateCertificate: (certificateId, newStatus) => updateCertificate(state, certificateId, newStatus),
		deleteCertificate: (certificateId, forceDelete = false) => deleteCertificate(state, certificateId, forceDelete),
		...certificateTransfers(state),
		provisioningFailed: (certificateId) => provisioningFailed(state, certificateId),
		close: () => expiry.close(),
	};
}

function* listCertificates({ certificates }: CertificateState, range?: RowsFrom): Iterable<Certificate> {
	for (const one of certificates.inOrder(range)) {
		if (one.claimForTemplate === undefined) yield one;
	}
}

function* rowsOf({ certificates }: CertificateState, ids: Iterable<string>): Iterable<Certificate> {
	for (const id of ids) {
		const certificate = certificates.get(id);
		if (certificate !== undefined) yield certificate;
	}
}

function addCertificate(
	state: CertificateState,
	{ certificateId, certificatePem, notBefore, notAfter }: IssuedCertificate,
	{ status, scope = state.home, ...options }: NewCertificate,
): Certificate {
	const { pendingUntil, claimForTemplate, certificateMode = "DEFAULT", caCertificateId, awaitsProvisioning } = options;
	const certificateArn = arn(scope, "cert", certificateId);
	if (claimForTemplate !== undefined) checkTemplateName(claimForTemplate);
	const present = state.certificates.get(certificateId);
	if (present !== undefined) {
		throw new AwsError("ResourceAlreadyExistsException", "The certificate is already provisioned or registered", {
			resourceId: certificateId,
			resourceArn: present.certificateArn,
		});
	}
	checkRoom("certificates", state.certificates.size, mostCertificates);
	const now = state.clock.now();
	// Named one by one: what else the caller's object holds, such as a private key, must not be kept.
	return keepCertificate(state, {
		certificateId,
		certificatePem,
		notBefore,
		notAfter,
		certificateArn,
		status,
		certificateMode,
		caCertificateId,
		previousOwnedBy: undefined,
		transfer: undefined,
		awaitsProvisioning,
		claimForTemplate,
		pendingUntil: status === "PENDING_ACTIVATION" ? pendingUntil : undefined,
		creationDate: now,
		lastModifiedDate: now,
		generationId: randomUUID(),
	});
}

/** The sentences are AWS's (docs/aws-behaviour.md, "Things, certificates and policies"): scripts look for them. */
function deleteCertificate(state: CertificateState, id: string, forceDelete: boolean): void {
	const certificate = existingCertificate(state, id);
	const { certificateId, certificateArn, status } = certificate;
	if (status === "ACTIVE") {
		throw new AwsError(
			"CertificateStateException",
			`Certificate must be deactivated (not ACTIVE) before deletion. Id: ${certificateId}`,
		);
	}
	if (status === "PENDING_TRANSFER") {
		const mend = "cancel the transfer before deleting it";
		throw new AwsError("CertificateStateException", `Certificate ${certificateId} is PENDING_TRANSFER: ${mend}`);
	}
	const [thing] = state.thingPrincipals.leftsOf(certificateArn);
	if (thing !== undefined) throw stillAttached("Things", certificateArn, `thing "${thing}"`);
	const policies = [...state.policyTargets.leftsOf(certificateArn)];
	if (policies.length > 0 && !forceDelete) {
		throw stillAttached("Certificate policies", certificateArn, `policy "${policies[0]}"`);
	}
	for (const policyName of policies) state.policyTargets.remove(policyName, certificateArn);
	forgetCertificate(state, certificate);
}

function stillAttached(what: string, certificateArn: string, to: string): AwsError {
	return new AwsError(
		"DeleteConflictException",
		`${what} must be detached before deletion (arn: ${certificateArn}): it is attached to ${to}`,
	);
}
