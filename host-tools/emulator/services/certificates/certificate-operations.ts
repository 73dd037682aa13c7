import { scopeOfArn } from "../../arn.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByMarker, timeKey } from "../../http/pages.js";
import type { Pki } from "../../pki/pki.js";
import type { Certificate, CertificateStatus, Certificates } from "./certificates.js";

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
		{ name: "ListCertificates", method: "GET", path: all, handle: (call) => list(certificates, call) },
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

function list(certificates: Certificates, call: ApiCall): Answer {
	const ascending = call.query.boolean("isAscendingOrder") ?? false;
	const { items, next } = pageByMarker(call, {
		from: certificates.listCertificates,
		keyOf: ({ creationDate, certificateId }) => timeKey(creationDate, certificateId),
		descending: !ascending,
	});
	const summaries = items.map(({ certificateArn, certificateId, status, certificateMode, creationDate }) => ({
		certificateArn,
		certificateId,
		status,
		certificateMode,
		creationDate: epochSeconds(creationDate),
	}));
	return { certificates: summaries, nextMarker: next };
}

function update(certificates: Certificates, { path, query }: ApiCall): Answer {
	certificates.updateCertificate(path("certificateId"), query.requiredString("newStatus") as CertificateStatus);
	return undefined;
}

function remove(certificates: Certificates, { path, query }: ApiCall): Answer {
	certificates.deleteCertificate(path("certificateId"), query.boolean("forceDelete"));
	return undefined;
}

function descriptionOf(certificate: Certificate): object {
	const { certificateArn, certificateId, certificatePem, status, generationId } = certificate;
	return {
		certificateArn,
		certificateId,
		status,
		certificatePem,
		ownedBy: scopeOfArn(certificateArn).accountId,
		creationDate: epochSeconds(certificate.creationDate),
		lastModifiedDate: epochSeconds(certificate.lastModifiedDate),
		customerVersion: 1,
		transferData: {},
		generationId,
		validity: { notBefore: epochSeconds(certificate.notBefore), notAfter: epochSeconds(certificate.notAfter) },
		certificateMode: certificate.certificateMode,
	};
}
