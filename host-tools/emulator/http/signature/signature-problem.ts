import { AwsError, type AwsErrorName } from "../../aws-error.js";

/** What is wrong with a signature. */
export type SignatureFault = "incomplete" | "unknown-key" | "mismatch";

/** Why a signature is not taken, in AWS's words. Which exception says so, depends on the service. */
export class SignatureProblem extends Error {
	override readonly name = "SignatureProblem";
	readonly fault: SignatureFault;

	constructor(fault: SignatureFault, message: string) {
		super(message);
		this.fault = fault;
	}
}

export function signatureProblem(fault: SignatureFault, message: string): SignatureProblem {
	return new SignatureProblem(fault, message);
}

/** Exceptions by service: the query protocol of STS has names of its own, the data plane only one (docs/aws-behaviour.md, "Signatures"). */
const names: Readonly<Record<string, Readonly<Record<SignatureFault, AwsErrorName>>>> = Object.freeze({
	sts: {
		incomplete: "IncompleteSignatureException",
		"unknown-key": "InvalidClientTokenId",
		mismatch: "SignatureDoesNotMatch",
	},
	iotdata: { incomplete: "ForbiddenException", "unknown-key": "ForbiddenException", mismatch: "ForbiddenException" },
});
const usual: Readonly<Record<SignatureFault, AwsErrorName>> = Object.freeze({
	incomplete: "IncompleteSignatureException",
	"unknown-key": "UnrecognizedClientException",
	mismatch: "InvalidSignatureException",
});

/** The exception with which a service refuses it. */
export function signatureError({ fault, message }: SignatureProblem, service: string | undefined): AwsError {
	return new AwsError((names[service ?? ""] ?? usual)[fault], message);
}
