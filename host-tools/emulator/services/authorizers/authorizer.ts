export type AuthorizerStatus = "ACTIVE" | "INACTIVE";

/** A function that says who a client is that shows neither a certificate nor a signature, and what it may do. */
export interface Authorizer {
	readonly authorizerName: string;
	readonly authorizerArn: string;
	/** The ARN of a Lambda function; or here an http(s) URL, or a file URL of a JavaScript module. */
	readonly authorizerFunctionArn: string;
	/** How the token is called where a client shows it. */
	readonly tokenKeyName?: string;
	/** name → RSA key, PEM: one of them signed the token. */
	readonly tokenSigningPublicKeys: Readonly<Record<string, string>>;
	/** Tokens need no signature. Never changes. */
	readonly signingDisabled: boolean;
	readonly status: AuthorizerStatus;
	readonly enableCachingForHttp: boolean;
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
}

/** What requests say of it; what is missing stays as it is. */
export type AuthorizerInput = Partial<
	Omit<Authorizer, "authorizerName" | "authorizerArn" | "creationDate" | "lastModifiedDate">
>;
