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

export type CertificateMode = "DEFAULT" | "SNI_ONLY";

/** As DescribeCertificate has it, times in ms. */
export interface CertificateTransfer {
	/** Twelve digits. */
	readonly transferredTo: string;
	readonly transferMessage?: string;
	readonly transferDate: number;
	readonly acceptDate?: number;
	readonly rejectDate?: number;
	readonly rejectReason?: string;
}

export interface Certificate extends IssuedCertificate {
	readonly certificateArn: string;
	readonly status: CertificateStatus;
	/** SNI_ONLY: registered without its CA, or with one of that mode. */
	readonly certificateMode: CertificateMode;
	/** The registered CA that signed it. */
	readonly caCertificateId: string | undefined;
	/** The account it was transferred from. */
	readonly previousOwnedBy: string | undefined;
	/** What became of the last transfer. */
	readonly transfer: CertificateTransfer | undefined;
	/** Just-in-time provisioning was begun and has not ended. */
	readonly awaitsProvisioning: true | undefined;
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
	/** Those that the registered CA signed, in the same order. */
	listCertificatesByCa(caCertificateId: string, range?: RowsFrom): Iterable<Certificate>;
	/** Those whose transfer to another account is under way, in the same order. */
	listOutgoingCertificates(range?: RowsFrom): Iterable<Certificate>;
	/** To ACTIVE, INACTIVE or REVOKED; anything else is refused as AWS does. REVOKED is final. */
	updateCertificate(certificateId: string, newStatus: CertificateStatus): Certificate;
	deleteCertificate(certificateId: string, forceDelete?: boolean): void;
	/** `targetAwsAccount`: twelve digits. With that of this emulator it is its own destination. */
	transferCertificate(certificateId: string, targetAwsAccount: string, transferMessage?: string): Certificate;
	cancelCertificateTransfer(certificateId: string): void;
	acceptCertificateTransfer(certificateId: string, setAsActive?: boolean): void;
	rejectCertificateTransfer(certificateId: string, rejectReason?: string): void;
	/** Just-in-time provisioning ended without success: it does not begin again. */
	provisioningFailed(certificateId: string): void;
}

export interface NewCertificate {
	readonly status: CertificateStatus;
	/** ms; goes with PENDING_ACTIVATION. */
	readonly pendingUntil?: number;
	/** The registry's home unless told otherwise. A certificate's region is also that of its MQTT sessions. */
	readonly scope?: ArnScope;
	/** DEFAULT unless told otherwise. */
	readonly certificateMode?: Certificate["certificateMode"];
	readonly caCertificateId?: string | undefined;
	readonly awaitsProvisioning?: true | undefined;
	/** Makes it a claim, which is kept until it expired. */
	readonly claimForTemplate?: string;
}
