import { AwsError } from "../../aws-error.js";

/**
 * An answer on `…/rejected`. The spellings AWS is not known to use are guesses (docs/aws-behaviour.md, "Refused
 * provisioning requests").
 */
export class ProvisioningRejection extends Error {
	override readonly name = "ProvisioningRejection";
	/** 4xx is final for the device, 429 and 5xx ask for another try. */
	readonly statusCode: number;
	/** PascalCase, as on the wire. */
	readonly errorCode: string;
	/** Of the journal: kebab-case, finer than `errorCode`. */
	readonly journalCode: string;

	constructor(statusCode: number, errorCode: string, message: string, journalCode: string) {
		super(message);
		this.statusCode = statusCode;
		this.errorCode = errorCode;
		this.journalCode = journalCode;
	}
}

export function invalidParameters(message: string): ProvisioningRejection {
	return new ProvisioningRejection(400, "InvalidParameters", message, "invalid-parameters");
}

export function invalidToken(message: string, journalCode: string): ProvisioningRejection {
	return new ProvisioningRejection(400, "InvalidCertificateOwnershipToken", message, journalCode);
}

/** What went wrong as a rejection; a failure nobody foresaw becomes 500 without its words, which may hold a secret. */
export function asRejection(error: unknown): ProvisioningRejection {
	if (error instanceof ProvisioningRejection) return error;
	if (error instanceof AwsError && error.status < 500) {
		const errorCode = error.name.replace(/Exception$/, "");
		const statusCode = error.status === 410 || error.status === 406 ? 400 : error.status;
		return new ProvisioningRejection(statusCode, errorCode, error.message, kebab(errorCode));
	}
	return new ProvisioningRejection(500, "InternalFailure", "The emulator failed on this request", "internal-failure");
}

function kebab(text: string): string {
	return text.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
