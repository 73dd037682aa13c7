import { isJsonObject, type JsonValue } from "../../json-value.js";
import { parsePolicyDocument } from "../../policy/parse-policy.js";

/** What an authorizer's function says of a client. */
export interface AuthorizerAnswer {
	readonly isAuthenticated: boolean;
	readonly principalId: string;
	/** JSON, each. */
	readonly policyDocuments: readonly string[];
	readonly disconnectAfterInSeconds: number;
	readonly refreshAfterInSeconds: number;
}

/** AWS. */
const mostPolicies = 10;
const shortestSeconds = 300;
const longestSeconds = 86_400;

/** Throws an Error that says what is wrong with an answer (docs/aws-behaviour.md, "Custom authentication"). */
export function readAuthorizerAnswer(answer: unknown): AuthorizerAnswer {
	if (!isJsonObject(answer as JsonValue)) throw new Error("it did not answer an object");
	const { isAuthenticated, principalId, policyDocuments, ...seconds } = answer as Record<string, unknown>;
	if (typeof isAuthenticated !== "boolean") throw new Error("it did not answer isAuthenticated, true or false");
	const times = {
		disconnectAfterInSeconds: secondsIn(seconds, "disconnectAfterInSeconds"),
		refreshAfterInSeconds: secondsIn(seconds, "refreshAfterInSeconds"),
	};
	// Of somebody who is nobody the rest does not matter.
	if (!isAuthenticated) {
		return { isAuthenticated, principalId: String(principalId ?? ""), policyDocuments: [], ...times };
	}
	if (typeof principalId !== "string" || !/^[a-zA-Z0-9]{1,128}$/.test(principalId)) {
		throw new Error("it did not answer principalId, 1 to 128 of a-z A-Z 0-9");
	}
	return { isAuthenticated, principalId, policyDocuments: policiesIn(policyDocuments), ...times };
}

function policiesIn(documents: unknown): readonly string[] {
	if (!Array.isArray(documents)) throw new Error("it did not answer policyDocuments, a list");
	if (documents.length > mostPolicies) {
		throw new Error(`it answered ${documents.length} policyDocuments: there may be ${mostPolicies}`);
	}
	return documents.map((document, index) => {
		const text = typeof document === "string" ? document : JSON.stringify(document ?? null);
		try {
			parsePolicyDocument(text);
		} catch (error) {
			throw new Error(`it answered policyDocuments[${index}] that is no policy: ${(error as Error).message}`);
		}
		return text;
	});
}

/** What is missing is the longest (guessed). */
function secondsIn(answer: Readonly<Record<string, unknown>>, name: string): number {
	const value = answer[name] ?? longestSeconds;
	const isGood = Number.isInteger(value) && Number(value) >= shortestSeconds && Number(value) <= longestSeconds;
	if (isGood) return Number(value);
	throw new Error(`it answered ${name} ${JSON.stringify(value)}: it must be ${shortestSeconds} to ${longestSeconds}`);
}
