import type { RowsFrom } from "../../../store/table.js";

export interface AuditedCa {
	readonly certificateId: string;
	readonly certificatePem: string;
	readonly status: "ACTIVE" | "INACTIVE";
	/** ms */
	readonly notAfter: number;
	/** ms */
	readonly creationDate: number;
}

/** What audits and their mitigation need of the registered CAs. */
export interface AuditedCas {
	/** By creation date and id. */
	listCaCertificates(range?: RowsFrom): Iterable<AuditedCa>;
	/** Throws AwsError as UpdateCACertificate would. */
	updateCaCertificate(certificateId: string, update: { readonly newStatus: "INACTIVE" }): unknown;
}

/** For an account without any. */
export const noCas: AuditedCas = {
	listCaCertificates: () => [],
	updateCaCertificate: (certificateId) => {
		throw new Error(`There is no CA certificate ${certificateId}`);
	},
};
