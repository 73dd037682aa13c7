import { timeKey } from "../../../../http/pages.js";
import { type AuditCheck, type AuditContext, inPages, type Problem, type Setting, settingOf } from "../audit-check.js";
import type { AuditedCa } from "../audited-cas.js";
import type { AuditedResource } from "../audited-resource.js";
import { expiryProblems, rocaProblem } from "./device-certificates.js";
import { isRocaKey } from "./roca-key.js";

const expiration: Setting = { least: 30, most: 3652, usual: 30 };

export const caExpiringCheck: AuditCheck = {
	name: "CA_CERTIFICATE_EXPIRING_CHECK",
	severity: "MEDIUM",
	identifiedBy: "caCertificateId",
	settings: { CERT_EXPIRATION_THRESHOLD_IN_DAYS: expiration },
	*examine(context) {
		const days = settingOf(context.configuration, "CERT_EXPIRATION_THRESHOLD_IN_DAYS", expiration);
		for (const { certificateId, notAfter } of active(context)) {
			const resource = { ...caCertificate(certificateId), additionalInfo: { EXPIRATION_TIME: String(notAfter) } };
			yield expiryProblems(resource, notAfter, context.now, days);
		}
	},
};

export const caKeyQualityCheck: AuditCheck = {
	name: "CA_CERTIFICATE_KEY_QUALITY_CHECK",
	severity: "CRITICAL",
	identifiedBy: "caCertificateId",
	*examine(context) {
		for (const { certificateId, certificatePem } of active(context)) {
			yield isRocaKey(certificatePem) ? [rocaProblem(caCertificate(certificateId))] : [];
		}
	},
};

/** Needs the revocation list of the CA's issuer, which AWS fetches. Nothing is fetched here. */
export const caRevokedCheck: AuditCheck = {
	name: "REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK",
	severity: "CRITICAL",
	identifiedBy: "caCertificateId",
	*examine(context): Iterable<readonly Problem[]> {
		for (const _ of active(context)) yield [];
	},
};

function caCertificate(caCertificateId: string): AuditedResource {
	return { resourceType: "CA_CERTIFICATE", resourceIdentifier: { caCertificateId } };
}

function* active({ cas }: AuditContext): Iterable<AuditedCa> {
	const list = (range: { readonly after?: string }) => cas.listCaCertificates(range);
	for (const ca of inPages(list, (row) => timeKey(row.creationDate, row.certificateId))) {
		if (ca.status === "ACTIVE") yield ca;
	}
}
