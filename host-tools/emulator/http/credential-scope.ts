import type { Query } from "./query.js";

/** What a request was signed for (AWS Signature Version 4, credential scope). */
export interface CredentialScope {
	/** Undefined with version 4a, which signs for sets of regions. */
	readonly region: string | undefined;
	/** The service's signing name: `iot`, `sts`, `s3`. */
	readonly service: string;
}

/** Undefined when the request is not signed, or by something that is no AWS client. */
export function credentialScope(authorization: string | undefined, query: Query): CredentialScope | undefined {
	const credential = /\bCredential=([^,\s]+)/.exec(authorization ?? "")?.[1] ?? query.string("X-Amz-Credential");
	const [, region, service] =
		/^[^/]+\/\d{8}\/(?:([a-z0-9-]{1,64})\/)?([\w-]{1,64})\/aws4_request$/.exec(credential ?? "") ?? [];
	return service === undefined ? undefined : { region, service };
}
