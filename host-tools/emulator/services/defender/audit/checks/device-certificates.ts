import { timeKey } from "../../../../http/pages.js";
import type { Certificate } from "../../../certificates/certificates.js";
import {
	type AuditCheck,
	type AuditContext,
	dayMs,
	inPages,
	type Problem,
	type Setting,
	settingOf,
} from "../audit-check.js";
import type { AuditedResource } from "../audited-resource.js";
import { isRocaKey } from "./roca-key.js";

const expiration: Setting = { least: 30, most: 3652, usual: 30 };
const age: Setting = { least: 30, most: 3652, usual: 365 };

export const expiringCheck: AuditCheck = {
	name: "DEVICE_CERTIFICATE_EXPIRING_CHECK",
	severity: "MEDIUM",
	identifiedBy: "deviceCertificateId",
	settings: { CERT_EXPIRATION_THRESHOLD_IN_DAYS: expiration },
	*examine(context) {
		const days = settingOf(context.configuration, "CERT_EXPIRATION_THRESHOLD_IN_DAYS", expiration);
		for (const certificate of usable(context)) {
			const resource = deviceCertificate(certificate.certificateId, {
				EXPIRATION_TIME: String(certificate.notAfter),
			});
			yield expiryProblems(resource, certificate.notAfter, context.now, days);
		}
	},
};

export const ageCheck: AuditCheck = {
	name: "DEVICE_CERTIFICATE_AGE_CHECK",
	severity: "LOW",
	identifiedBy: "deviceCertificateId",
	settings: { CERT_AGE_THRESHOLD_IN_DAYS: age },
	*examine(context) {
		const days = settingOf(context.configuration, "CERT_AGE_THRESHOLD_IN_DAYS", age);
		for (const { certificateId, creationDate } of usable(context)) {
			const isOld = context.now - creationDate >= days * dayMs;
			const resource = deviceCertificate(certificateId, { CREATION_TIME: String(creationDate) });
			const reason = `Certificate is older than ${days} days.`;
			yield isOld ? [{ resource, reason, reasonCode: "CERTIFICATE_PAST_AGE_THRESHOLD" }] : [];
		}
	},
};

export const keyQualityCheck: AuditCheck = {
	name: "DEVICE_CERTIFICATE_KEY_QUALITY_CHECK",
	severity: "CRITICAL",
	identifiedBy: "deviceCertificateId",
	*examine(context) {
		for (const { certificateId, certificatePem } of usable(context)) {
			yield isRocaKey(certificatePem) ? [rocaProblem(deviceCertificate(certificateId))] : [];
		}
	},
};

/** Needs the revocation list of an issuer, which AWS fetches: what AWS IoT issued is on none. Nothing is fetched here. */
export const revokedCheck: AuditCheck = {
	name: "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK",
	severity: "MEDIUM",
	identifiedBy: "deviceCertificateId",
	examine: (context) => nothingWrong(context),
};

/** As `revokedCheck`. */
export const intermediateCheck: AuditCheck = {
	name: "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK",
	severity: "CRITICAL",
	identifiedBy: "deviceCertificateId",
	examine: (context) => nothingWrong(context),
};

export function deviceCertificate(certificateId: string, additionalInfo?: Record<string, string>): AuditedResource {
	return {
		resourceType: "DEVICE_CERTIFICATE",
		resourceIdentifier: { deviceCertificateId: certificateId },
		...(additionalInfo !== undefined && { additionalInfo }),
	};
}

export function expiryProblems(
	resource: AuditedResource,
	notAfter: number,
	now: number,
	days: number,
): readonly Problem[] {
	if (notAfter <= now) {
		return [{ resource, reason: "Certificate is past its expiration.", reasonCode: "CERTIFICATE_PAST_EXPIRATION" }];
	}
	if (notAfter > now + days * dayMs) return [];
	const reason = "Certificate is approaching its expiration.";
	return [{ resource, reason, reasonCode: "CERTIFICATE_APPROACHING_EXPIRATION" }];
}

export function rocaProblem(resource: AuditedResource): Problem {
	const reason = "Certificate has a key that CVE-2017-15361 makes weak.";
	return { resource, reason, reasonCode: "CERTIFICATE_KEY_VULNERABILITY_CVE-2017-15361" };
}

/** Audits look at certificates that work, or that will in another account. */
function* usable({ registry: { certificates } }: AuditContext): Iterable<Certificate> {
	const list = certificates.listCertificates;
	for (const certificate of inPages(list, (row) => timeKey(row.creationDate, row.certificateId))) {
		if (certificate.status === "ACTIVE" || certificate.status === "PENDING_TRANSFER") yield certificate;
	}
}

function* nothingWrong(context: AuditContext): Iterable<readonly Problem[]> {
	for (const _ of usable(context)) yield [];
}
