import type { ArnScope } from "../../arn.js";
import type { RowsFrom } from "../../store/table.js";

/** The one operation that a provider can be the account's default for. */
export type SigningOperation = "CreateCertificateFromCsr";

/** Who signs what devices ask for in fleet provisioning, in AWS's place. */
export interface CertificateProvider {
	readonly certificateProviderName: string;
	readonly certificateProviderArn: string;
	/** The ARN of a Lambda function; or here an http(s) URL, or a file URL of a JavaScript module. */
	readonly lambdaFunctionArn: string;
	readonly accountDefaultForOperations: readonly SigningOperation[];
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
	/** What made it, if the request had one: the same request again is no error. */
	readonly clientToken: string | undefined;
}

export interface CertificateProviderInput {
	readonly lambdaFunctionArn?: string;
	readonly accountDefaultForOperations?: readonly string[];
}

/** Certificate providers. All calls are synchronous and throw AwsError as the AWS operation of the same name would. */
export interface CertificateProviders {
	createCertificateProvider(
		name: string,
		input: CertificateProviderInput & { readonly clientToken?: string },
		scope?: ArnScope,
	): CertificateProvider;
	findCertificateProvider(name: string): CertificateProvider | undefined;
	describeCertificateProvider(name: string): CertificateProvider;
	/** Sorted by name. */
	listCertificateProviders(range?: RowsFrom): Iterable<CertificateProvider>;
	updateCertificateProvider(name: string, input: CertificateProviderInput): CertificateProvider;
	/** Returns what it was. */
	deleteCertificateProvider(name: string): CertificateProvider;
	/** The one that is the account's default for the operation. */
	signing(operation: SigningOperation): CertificateProvider | undefined;
}
