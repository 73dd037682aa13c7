import { randomUUID } from "node:crypto";
import { arn } from "../../arn.js";
import { AwsError } from "../../aws-error.js";
import type { IssuedCertificate } from "../../pki/pki.js";
import { checkTemplateName, invalid, quote } from "../checks.js";
import { checkRoom, limits } from "../limits.js";
import type { Certificate, CertificateStatus, Registry } from "../registry.js";
import type { RegistryState } from "../state.js";
import type { CertificateExpiry } from "./certificate-expiry.js";
import { existingCertificate } from "./principals.js";

type CertificateOperations = Pick<
	Registry,
	| "addCertificate"
	| "describeCertificate"
	| "findCertificate"
	| "listCertificates"
	| "updateCertificate"
	| "deleteCertificate"
>;

export function certificateOperations(state: RegistryState, expiry: CertificateExpiry): CertificateOperations {
	return {
		addCertificate(issued, options) {
			const certificate = addCertificate(state, issued, options);
			expiry.watch(certificate);
			return certificate;
		},
		describeCertificate: (certificateId) => existingCertificate(state, certificateId),
		findCertificate: (certificateId) => state.certificates.get(certificateId),
		listCertificates: () =>
			[...state.certificates.values()].filter((one) => one.claimForTemplate === undefined).sort(newestFirst),
		updateCertificate: (certificateId, newStatus) => updateCertificate(state, certificateId, newStatus),
		deleteCertificate: (certificateId, forceDelete = false) => deleteCertificate(state, certificateId, forceDelete),
	};
}

function newestFirst(a: Certificate, b: Certificate): number {
	return b.creationDate - a.creationDate || (a.certificateId < b.certificateId ? 1 : -1);
}

function addCertificate(
	state: RegistryState,
	{ certificateId, certificatePem, notBefore, notAfter }: IssuedCertificate,
	{ status, pendingUntil, claimForTemplate }: Parameters<Registry["addCertificate"]>[1],
): Certificate {
	const certificateArn = arn("cert", certificateId);
	if (claimForTemplate !== undefined) checkTemplateName(claimForTemplate);
	if (state.certificates.has(certificateId)) {
		throw new AwsError("ResourceAlreadyExistsException", `Certificate ${certificateId} exists`, {
			resourceId: certificateId,
			resourceArn: certificateArn,
		});
	}
	checkRoom("certificates", state.certificates.size, limits.certificates);
	const now = state.clock.now();
	// Named one by one: what else the caller's object holds, such as a private key, must not be kept.
	const certificate: Certificate = Object.freeze({
		certificateId,
		certificatePem,
		notBefore,
		notAfter,
		certificateArn,
		status,
		claimForTemplate,
		pendingUntil: status === "PENDING_ACTIVATION" ? pendingUntil : undefined,
		creationDate: now,
		lastModifiedDate: now,
		generationId: randomUUID(),
	});
	state.certificates.set(certificateId, certificate);
	state.changed({ kind: "certificate", certificateId });
	return certificate;
}

function updateCertificate(state: RegistryState, id: string, newStatus: CertificateStatus): Certificate {
	if (newStatus !== "ACTIVE" && newStatus !== "INACTIVE" && newStatus !== "REVOKED") {
		throw invalid(`newStatus must be ACTIVE, INACTIVE or REVOKED: it is ${quote(newStatus)}`);
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
	state.changed({ kind: "certificate", certificateId: present.certificateId });
	return updated;
}

function deleteCertificate(state: RegistryState, id: string, forceDelete: boolean): void {
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
	state.changed({ kind: "certificate", certificateId });
}

function stillAttached(certificateId: string, to: string): AwsError {
	return new AwsError(
		"DeleteConflictException",
		`Certificate ${certificateId} cannot be deleted while attached to ${to}: detach it first`,
	);
}
