import type { Json } from "../../../model/concrete.js";

/** IAM answers documents in the encoding of URLs. */
export function readPolicyText(text: string | undefined): Json {
	return JSON.parse(decodeURIComponent(text ?? "null")) as Json;
}

export const policyText = (document: Json | undefined): string => JSON.stringify(document);
