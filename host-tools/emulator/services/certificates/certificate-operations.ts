import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import type { Pki } from "../../pki/pki.js";
import { descriptionOf } from "./certificate-description.js";
import type { CertificateStatus, Certificates } from "./certificates.js";

export interface CertificateOperationsParts {
	readonly certificates: Certificates;
	readonly pki: Pki;
}

export function certificateOperations(parts: CertificateOperationsParts): readonly Operation[] {
	const { certificates } = parts;
	const all = "/certificates";
	const one = "/certificates/{certificateId}";
	return [
		{
			name: "CreateKeysAndCertificate",
			method: "POST",
			path: "/keys-and-certificate",
			handle: (call) => createKeysAndCertificate(parts, call),
		},
		{ name: "CreateCertificateFromCsr", method: "POST", path: all, handle: (call) => createFromCsr(parts, call) },
		{ name: "DescribeCertificate", method: "GET", path: one, handle: (call) => describe(certificates, call) },
		{ name: "UpdateCertificate", method: "PUT", path: one, handle: (call) => update(certificates, call) },
		{ name: "DeleteCertificate", method: "DELETE", path: one, handle: (call) => remove(certificates, call) },
	];
}

async function createKeysAndCertificate({ certificates, pki }: CertificateOperationsParts, { query, scope }: ApiCall) {
	const status = initialStatus(query.boolean("setAsActive"));
	const issued = await pki.issueKeysAndCertificate();
	const { certificateArn, certificateId, certificatePem } = certificates.addCertificate(issued, { status, scope });
	const { publicKeyPem, privateKeyPem } = issued.keyPair;
	const keyPair = { PublicKey: publicKeyPem, PrivateKey: privateKeyPem };
	return { certificateArn, certificateId, certificatePem, keyPair };
}

async function createFromCsr({ certificates, pki }: CertificateOperationsParts, { query, body, scope }: ApiCall) {
	const status = initialStatus(query.boolean("setAsActive"));
	const issued = await pki.issueFromCsr(body().requiredString("certificateSigningRequest"));
	const { certificateArn, certificateId, certificatePem } = certificates.addCertificate(issued, { status, scope });
	return { certificateArn, certificateId, certificatePem };
}

function initialStatus(setAsActive = false): CertificateStatus {
	return setAsActive ? "ACTIVE" : "INACTIVE";
}

function describe(certificates: Certificates, { path }: ApiCall): Answer {
	return { certificateDescription: descriptionOf(certificates.describeCertificate(path("certificateId"))) };
}

function update(certificates: Certificates, { path, query }: ApiCall): Answer {
	certificates.updateCertificate(path("certificateId"), query.requiredString("newStatus") as CertificateStatus);
	return undefined;
}

function remove(certificates: Certificates, { path, query }: ApiCall): Answer {
	certificates.deleteCertificate(path("certificateId"), query.boolean("forceDelete"));
	return undefined;
}
