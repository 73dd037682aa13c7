import type { X509Certificate } from "node:crypto";
import type { ArnScope } from "../../arn.js";
import type { IssuedCertificate } from "../../pki/pki.js";
import type { RowsFrom } from "../../store/table.js";
import type { CertificateMode } from "../certificates/certificates.js";

/** How devices of a CA are provisioned when they first connect: either a body with its role, or a template of type JITP. */
export interface RegistrationConfig {
	readonly templateBody?: string;
	readonly templateName?: string;
	readonly roleArn?: string;
}

/** A registered certificate authority. */
export interface CaCertificate extends IssuedCertificate {
	readonly certificateArn: string;
	readonly status: "ACTIVE" | "INACTIVE";
	readonly autoRegistrationStatus: "ENABLE" | "DISABLE";
	/** SNI_ONLY: registered without proof that its key is at hand. Certificates that it signs are of the same mode. */
	readonly certificateMode: CertificateMode;
	readonly registrationConfig: RegistrationConfig | undefined;
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
	readonly generationId: string;
}

export interface NewCaCertificate {
	readonly caCertificate: string;
	/** Proves that the key is at hand: signed with it, with the registration code as CN. Belongs to mode DEFAULT, and to no other. */
	readonly verificationCertificate?: string;
	/** DEFAULT unless told otherwise. */
	readonly certificateMode?: string;
	readonly setAsActive?: boolean;
	readonly allowAutoRegistration?: boolean;
	readonly registrationConfig?: RegistrationConfig;
}

export interface CaCertificateUpdate {
	readonly newStatus?: string;
	readonly newAutoRegistrationStatus?: string;
	readonly registrationConfig?: RegistrationConfig;
	/** Ends auto-registration, and takes the configuration away. */
	readonly removeAutoRegistration?: boolean;
}

/** Registered CAs. All calls are synchronous and throw AwsError as the AWS operation of the same name would. */
export interface CaCertificates {
	registerCaCertificate(input: NewCaCertificate, scope?: ArnScope): CaCertificate;
	describeCaCertificate(certificateId: string): CaCertificate;
	findCaCertificate(certificateId: string): CaCertificate | undefined;
	/** By creation date, oldest first unless asked otherwise. */
	listCaCertificates(range?: RowsFrom): Iterable<CaCertificate>;
	updateCaCertificate(certificateId: string, update: CaCertificateUpdate): CaCertificate;
	/** Returns what it was. */
	deleteCaCertificate(certificateId: string): CaCertificate;
	/** Those whose key signed the certificate; several may have one key. Costs little for a stranger's. */
	issuersOf(certificate: X509Certificate): readonly CaCertificate[];
	/** 64 hex digits; made when there is none. */
	registrationCode(): string;
	/** Throws ResourceNotFoundException when there is none. */
	deleteRegistrationCode(): void;
}
