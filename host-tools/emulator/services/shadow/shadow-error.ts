import { AwsError, type AwsErrorName } from "../../aws-error.js";

const exceptions = {
	400: "InvalidRequestException",
	404: "ResourceNotFoundException",
	409: "ConflictException",
	413: "RequestEntityTooLargeException",
	415: "UnsupportedDocumentEncodingException",
	429: "ThrottlingException",
	500: "InternalFailureException",
	503: "ServiceUnavailableException",
} as const satisfies Readonly<Record<number, AwsErrorName>>;

/** The codes of `…/rejected`: HTTP's. */
export type ShadowErrorCode = keyof typeof exceptions;

/** A refusal in AWS's words (docs/aws-behaviour.md, "Shadows"): `code` and `message` of `…/rejected`, or an exception over HTTP. */
export class ShadowError extends Error {
	override readonly name = "ShadowError";
	readonly code: ShadowErrorCode;

	constructor(code: ShadowErrorCode, message: string) {
		super(message);
		this.code = code;
	}

	toAwsError(): AwsError {
		return new AwsError(exceptions[this.code], this.message);
	}
}

/** What went wrong as a rejection. The words of a failure nobody foresaw are not for devices. */
export function asShadowError(error: unknown): ShadowError {
	return error instanceof ShadowError ? error : new ShadowError(500, "Internal service failure");
}
