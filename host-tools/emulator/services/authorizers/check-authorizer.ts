import { createPublicKey } from "node:crypto";
import { invalidRequest, quote } from "../../aws-error.js";
import { isHookUrl, isLambdaArn } from "../../functions/function-forms.js";
import { checkLength } from "../checks.js";
import type { Authorizer, AuthorizerInput } from "./authorizer.js";

/** AWS: bits of a key. */
const shortestKey = 2048;
const longestPem = 5120;

/** What an authorizer consists of when `input` is put over what it was. Throws InvalidRequestException (API model: CreateAuthorizer). */
export function checkedAuthorizer(
	input: AuthorizerInput,
): Omit<Authorizer, "authorizerName" | "authorizerArn" | "creationDate" | "lastModifiedDate"> {
	const { authorizerFunctionArn: target, tokenKeyName, tokenSigningPublicKeys = {}, signingDisabled = false } = input;
	const { status = "INACTIVE", enableCachingForHttp = false } = input;
	if (target === undefined) throw invalidRequest("authorizerFunctionArn is missing");
	checkLength("authorizerFunctionArn", target, 1, 2048);
	if (!isLambdaArn(target) && !isHookUrl(target)) {
		throw invalidRequest(
			`authorizerFunctionArn must be the ARN of a Lambda function, or here an http, https or file URL: it is ${quote(target)}`,
		);
	}
	if (tokenKeyName !== undefined && !/^[a-zA-Z0-9_-]{1,128}$/.test(tokenKeyName)) {
		throw invalidRequest(`tokenKeyName must be 1 to 128 of a-z A-Z 0-9 _ -: it is ${quote(tokenKeyName)}`);
	}
	for (const [name, pem] of Object.entries(tokenSigningPublicKeys)) checkKey(name, pem);
	if (!signingDisabled && (tokenKeyName === undefined || Object.keys(tokenSigningPublicKeys).length === 0)) {
		throw invalidRequest("tokenKeyName and tokenSigningPublicKeys are needed, unless signingDisabled is true");
	}
	if (status !== "ACTIVE" && status !== "INACTIVE") {
		throw invalidRequest(`status must be ACTIVE or INACTIVE: it is ${quote(status)}`);
	}
	return {
		authorizerFunctionArn: target,
		...(tokenKeyName !== undefined && { tokenKeyName }),
		tokenSigningPublicKeys,
		signingDisabled,
		status,
		enableCachingForHttp,
	};
}

function checkKey(name: string, pem: string): void {
	if (!/^[a-zA-Z0-9:_-]{1,128}$/.test(name)) {
		throw invalidRequest(
			`A name in tokenSigningPublicKeys must be 1 to 128 of a-z A-Z 0-9 : _ -: it is ${quote(name)}`,
		);
	}
	checkLength(`tokenSigningPublicKeys.${name}`, pem, 1, longestPem);
	if (modulusBits(pem) >= shortestKey) return;
	throw invalidRequest(
		`tokenSigningPublicKeys.${name} must be a public RSA key of at least ${shortestKey} bits, as PEM`,
	);
}

/** 0 for what is no public RSA key. */
function modulusBits(pem: string): number {
	try {
		// A private key would be taken for its public half, and kept.
		if (!pem.includes("PUBLIC KEY")) return 0;
		const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(pem);
		return asymmetricKeyType === "rsa" ? (asymmetricKeyDetails?.modulusLength ?? 0) : 0;
	} catch {
		return 0;
	}
}
