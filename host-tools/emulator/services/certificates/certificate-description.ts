import { scopeOfArn } from "../../arn.js";
import { epochSeconds } from "../../http/operation.js";
import type { Certificate, CertificateTransfer } from "./certificates.js";

/** CertificateDescription of the API model. */
export function descriptionOf(certificate: Certificate): object {
	const { certificateArn, certificateId, certificatePem, status, generationId } = certificate;
	return {
		certificateArn,
		certificateId,
		caCertificateId: certificate.caCertificateId,
		status,
		certificatePem,
		ownedBy: scopeOfArn(certificateArn).accountId,
		previousOwnedBy: certificate.previousOwnedBy,
		creationDate: epochSeconds(certificate.creationDate),
		lastModifiedDate: epochSeconds(certificate.lastModifiedDate),
		customerVersion: 1,
		transferData: transferDataOf(certificate.transfer),
		generationId,
		validity: { notBefore: epochSeconds(certificate.notBefore), notAfter: epochSeconds(certificate.notAfter) },
		certificateMode: certificate.certificateMode,
	};
}

function transferDataOf(transfer: CertificateTransfer | undefined): object {
	if (transfer === undefined) return {};
	const { transferMessage, transferDate, acceptDate, rejectDate, rejectReason } = transfer;
	return {
		transferMessage,
		rejectReason,
		transferDate: epochSeconds(transferDate),
		acceptDate: acceptDate && epochSeconds(acceptDate),
		rejectDate: rejectDate && epochSeconds(rejectDate),
	};
}

/** Certificate of the API model: an item of ListCertificates and ListCertificatesByCA. */
export function summaryOf({
	certificateArn,
	certificateId,
	status,
	certificateMode,
	creationDate,
}: Certificate): object {
	return { certificateArn, certificateId, status, certificateMode, creationDate: epochSeconds(creationDate) };
}
