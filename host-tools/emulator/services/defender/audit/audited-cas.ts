export interface AuditedCa {
	readonly certificateId: string;
	readonly certificatePem: string;
	readonly status: "ACTIVE" | "INACTIVE";
	/** ms */
	readonly notAfter: number;
}

/** What audits and their mitigation need of the registered CAs. */
export interface AuditedCas {
	/** By id, behind `after`. */
	list(range: { readonly after?: string }): Iterable<AuditedCa>;
	/** Throws AwsError as UpdateCACertificate would. */
	deactivate(certificateId: string): void;
}

/** For an account without any. */
export const noCas: AuditedCas = {
	list: () => [],
	deactivate: (certificateId) => {
		throw new Error(`There is no CA certificate ${certificateId}`);
	},
};
