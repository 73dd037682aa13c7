import { createPublicKey, X509Certificate } from "node:crypto";
import type { HookSettings } from "../../behaviour.js";
import { callFunction } from "../../functions/call-function.js";
import { FunctionProblem } from "../../functions/function-target.js";
import { isJsonObject } from "../../json-value.js";
import type { IssuedCertificate } from "../../pki/pki.js";
import { readCertificate } from "../../pki/read-certificate.js";
import type { CertificateProvider } from "../certificate-providers/certificate-providers.js";
import { ProvisioningRejection } from "./rejection.js";

/** What the function of a certificate provider is told (docs/aws-behaviour.md, "Certificate providers"). */
export interface SigningEvent {
	readonly certificateSigningRequest: string;
	/** Id of the certificate of the connection; empty when it signed with SigV4. */
	readonly principalId: string;
	readonly clientId: string;
}

export interface AskOptions {
	/** Of the request, DER: the certificate has to have the same. */
	readonly publicKey: Uint8Array;
	readonly hooks: HookSettings;
	/** ms */
	readonly now: () => number;
}

/**
 * The certificate that the provider's function signs for a request. Throws ProvisioningRejection 500, so that the device tries
 * again: the function failed, was late, or answered no certificate for the request's key.
 */
export async function askProvider(
	{ certificateProviderName, lambdaFunctionArn }: CertificateProvider,
	event: SigningEvent,
	{ publicKey, hooks, now }: AskOptions,
): Promise<IssuedCertificate> {
	const fail = (why: string, code = "certificate-provider-failed") =>
		new ProvisioningRejection(500, "InternalFailure", `Certificate provider "${certificateProviderName}" ${why}`, code);
	let answer: unknown;
	try {
		answer = await callFunction(lambdaFunctionArn, event, hooks);
	} catch (error) {
		if (error instanceof FunctionProblem) throw fail(`cannot be called: ${error.message}`, error.code);
		throw fail(`failed: ${error instanceof Error ? error.message : "it threw something that is no Error"}`);
	}
	if (!isJsonObject(answer) || typeof answer.certificatePem !== "string") {
		throw fail("did not answer certificatePem, a PEM text");
	}
	const issued = read(answer.certificatePem, fail);
	if (!keyOf(issued).equals(createPublicKey({ key: Buffer.from(publicKey), type: "spki", format: "der" }))) {
		throw fail("answered a certificate for another key than that of the request");
	}
	if (now() >= issued.notAfter) throw fail("answered a certificate that has expired already");
	return issued;
}

function read(certificatePem: string, fail: (why: string) => ProvisioningRejection): IssuedCertificate {
	try {
		return readCertificate(certificatePem);
	} catch (error) {
		throw fail(`answered a certificate that cannot be used: ${(error as Error).message}`);
	}
}

function keyOf({ certificatePem }: IssuedCertificate) {
	return new X509Certificate(certificatePem).publicKey;
}
