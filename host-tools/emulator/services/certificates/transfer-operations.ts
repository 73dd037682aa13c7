import { arn, scopeOfArn } from "../../arn.js";
import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import type { Certificates } from "./certificates.js";

export function transferOperations(certificates: Certificates): readonly Operation[] {
	return [
		{
			name: "TransferCertificate",
			method: "PATCH",
			path: "/transfer-certificate/{certificateId}",
			handle: (call) => transfer(certificates, call),
		},
		{
			name: "CancelCertificateTransfer",
			method: "PATCH",
			path: "/cancel-certificate-transfer/{certificateId}",
			handle({ path }) {
				certificates.cancelCertificateTransfer(path("certificateId"));
				return undefined;
			},
		},
		{
			name: "AcceptCertificateTransfer",
			method: "PATCH",
			path: "/accept-certificate-transfer/{certificateId}",
			handle({ path, query }) {
				certificates.acceptCertificateTransfer(path("certificateId"), query.boolean("setAsActive"));
				return undefined;
			},
		},
		{
			name: "RejectCertificateTransfer",
			method: "PATCH",
			path: "/reject-certificate-transfer/{certificateId}",
			handle({ path, body }) {
				certificates.rejectCertificateTransfer(path("certificateId"), body().string("rejectReason"));
				return undefined;
			},
		},
	];
}

/** The certificate's ARN in the other account. */
function transfer(certificates: Certificates, { path, query, body }: ApiCall): Answer {
	const target = query.requiredString("targetAwsAccount");
	const message = body().string("transferMessage");
	const { certificateArn, certificateId } = certificates.transferCertificate(path("certificateId"), target, message);
	const there = { ...scopeOfArn(certificateArn), accountId: target };
	return { transferredCertificateArn: arn(there, "cert", certificateId) };
}
