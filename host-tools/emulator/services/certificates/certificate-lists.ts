import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByMarker } from "../../http/pages.js";
import type { RowsFrom } from "../../store/table.js";
import { checkCertificateId } from "../checks.js";
import { summaryOf } from "./certificate-description.js";
import { orderOf } from "./certificate-index.js";
import type { Certificate, Certificates } from "./certificates.js";

export function certificateLists(certificates: Certificates): readonly Operation[] {
	return [
		{
			name: "ListCertificates",
			method: "GET",
			path: "/certificates",
			handle: (call) => list(call, certificates.listCertificates),
		},
		{
			name: "ListCertificatesByCA",
			method: "GET",
			path: "/certificates-by-ca/{caCertificateId}",
			handle: (call) => listByCa(call, certificates),
		},
		{
			name: "ListOutgoingCertificates",
			method: "GET",
			path: "/certificates-out-going",
			handle: (call) => listOutgoing(call, certificates),
		},
	];
}

type From = (range: RowsFrom) => Iterable<Certificate>;

function list(call: ApiCall, from: From): Answer {
	const { items, next } = page(call, from);
	return { certificates: items.map(summaryOf), nextMarker: next };
}

/** A CA that is not registered has none: the operation declares no ResourceNotFoundException. */
function listByCa(call: ApiCall, certificates: Certificates): Answer {
	const caCertificateId = checkCertificateId(call.path("caCertificateId"));
	return list(call, (range) => certificates.listCertificatesByCa(caCertificateId, range));
}

function listOutgoing(call: ApiCall, certificates: Certificates): Answer {
	const { items, next } = page(call, certificates.listOutgoingCertificates);
	const outgoingCertificates = items.map(({ certificateArn, certificateId, transfer, creationDate }) => ({
		certificateArn,
		certificateId,
		transferredTo: transfer?.transferredTo,
		transferDate: transfer && epochSeconds(transfer.transferDate),
		transferMessage: transfer?.transferMessage,
		creationDate: epochSeconds(creationDate),
	}));
	return { outgoingCertificates, nextMarker: next };
}

function page(call: ApiCall, from: From) {
	const ascending = call.query.boolean("isAscendingOrder") ?? false;
	return pageByMarker(call, { from, keyOf: orderOf, descending: !ascending });
}
