import { accountId } from "../../arn.js";
import type { ApiCall, ControlPlaneContext, Operation } from "../../http/operation.js";
import { pageByMarker, timeKey } from "../../http/pages.js";
import { epochSeconds } from "../../http/wire.js";
import type { Certificate, CertificateStatus } from "../registry.js";

export const certificateOperations: readonly Operation[] = [
	{
		name: "CreateKeysAndCertificate",
		method: "POST",
		path: "/keys-and-certificate",
		async handle({ query }, { pki, registry }) {
			const status = initialStatus(query.boolean("setAsActive"));
			const issued = await pki.issueKeysAndCertificate();
			const { certificateArn, certificateId, certificatePem } = registry.addCertificate(issued, { status });
			const { publicKeyPem, privateKeyPem } = issued.keyPair;
			const keyPair = { PublicKey: publicKeyPem, PrivateKey: privateKeyPem };
			return { certificateArn, certificateId, certificatePem, keyPair };
		},
	},
	{
		name: "CreateCertificateFromCsr",
		method: "POST",
		path: "/certificates",
		async handle({ query, body }, { pki, registry }) {
			const status = initialStatus(query.boolean("setAsActive"));
			const issued = await pki.issueFromCsr(body().requiredString("certificateSigningRequest"));
			const { certificateArn, certificateId, certificatePem } = registry.addCertificate(issued, { status });
			return { certificateArn, certificateId, certificatePem };
		},
	},
	{
		name: "DescribeCertificate",
		method: "GET",
		path: "/certificates/{certificateId}",
		handle: ({ path }, { registry }) => ({
			certificateDescription: describe(registry.describeCertificate(path("certificateId"))),
		}),
	},
	{ name: "ListCertificates", method: "GET", path: "/certificates", handle: listCertificates },
	{
		name: "UpdateCertificate",
		method: "PUT",
		path: "/certificates/{certificateId}",
		handle({ path, query }, { registry }) {
			registry.updateCertificate(path("certificateId"), query.requiredString("newStatus") as CertificateStatus);
			return undefined;
		},
	},
	{
		name: "DeleteCertificate",
		method: "DELETE",
		path: "/certificates/{certificateId}",
		handle({ path, query }, { registry }) {
			registry.deleteCertificate(path("certificateId"), query.boolean("forceDelete"));
			return undefined;
		},
	},
];

function initialStatus(setAsActive = false): CertificateStatus {
	return setAsActive ? "ACTIVE" : "INACTIVE";
}

function listCertificates(call: ApiCall, { registry }: ControlPlaneContext) {
	const ascending = call.query.boolean("isAscendingOrder") ?? false;
	const newestFirst = registry.listCertificates();
	const { items, next } = pageByMarker(call, {
		items: ascending ? newestFirst.toReversed() : newestFirst,
		keyOf: ({ creationDate, certificateId }) => timeKey(creationDate, certificateId),
		descending: !ascending,
	});
	const certificates = items.map(({ certificateArn, certificateId, status, creationDate }) => ({
		certificateArn,
		certificateId,
		status,
		certificateMode: "DEFAULT",
		creationDate: epochSeconds(creationDate),
	}));
	return { certificates, nextMarker: next };
}

function describe(certificate: Certificate): object {
	const { certificateArn, certificateId, certificatePem, status, generationId } = certificate;
	return {
		certificateArn,
		certificateId,
		status,
		certificatePem,
		ownedBy: accountId,
		creationDate: epochSeconds(certificate.creationDate),
		lastModifiedDate: epochSeconds(certificate.lastModifiedDate),
		customerVersion: 1,
		transferData: {},
		generationId,
		validity: { notBefore: epochSeconds(certificate.notBefore), notAfter: epochSeconds(certificate.notAfter) },
		certificateMode: "DEFAULT",
	};
}
