import type { ArnScope } from "../../arn.js";
import type { IssuedCertificate } from "../../pki/pki.js";
import type { RowsFrom } from "../../store/table.js";

export type CertificateStatus =
	| "ACTIVE"
	| "INACTIVE"
	| "REVOKED"
	| "PENDING_TRANSFER"
	| "REGISTER_INACTIVE"
	| "PENDING_ACTIVATION";

export interface Certificate extends IssuedCertificate {
	readonly certificateArn: string;
	readonly status: CertificateStatus;
	/** SNI_ONLY: registered without its CA. */
	readonly certificateMode: "DEFAULT" | "SNI_ONLY";
	/** Set on a provisioning claim: the template it is bound to. Claims are in no list of certificates. */
	readonly claimForTemplate: string | undefined;
	/** ms; a PENDING_ACTIVATION certificate is deleted then, unless it was activated or attached (AWS: one hour). */
	readonly pendingUntil: number | undefined;
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
	readonly generationId: string;
}

/** Certificates, claims among them. All calls are synchronous and throw AwsError as the AWS operation of the same name would. */
export interface Certificates {
	/** Adds what a Pki issued, or what somebody else did and the caller has checked. */
	addCertificate(issued: IssuedCertificate, options: NewCertificate): Certificate;
	describeCertificate(certificateId: string): Certificate;
	/** Claims included. */
	findCertificate(certificateId: string): Certificate | undefined;
	/** By creation date, oldest first unless asked otherwise; no claims. */
	listCertificates(range?: RowsFrom): Iterable<Certificate>;
	/** To ACTIVE, INACTIVE or REVOKED; anything else is refused as AWS does. */
	updateCertificate(certificateId: string, newStatus: CertificateStatus): Certificate;
	deleteCertificate(certificateId: string, forceDelete?: boolean): void;
}

export interface NewCertificate {
	readonly status: CertificateStatus;
	/** ms; goes with PENDING_ACTIVATION. */
	readonly pendingUntil?: number;
	/** The registry's home unless told otherwise. A certificate's region is also that of its MQTT sessions. */
	readonly scope?: ArnScope;
	/** DEFAULT unless told otherwise. */
	readonly certificateMode?: Certificate["certificateMode"];
	/** Makes it a claim, which is kept until it expired. */
	readonly claimForTemplate?: string;
}
