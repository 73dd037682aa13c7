import type { ValueProblem } from "./value-problem.js";

/** MQTT 3.1.1 section 1.5.3, and AWS IoT Core quotas: ids that begin with $ are reserved. The length is checked before. */
export function clientIdProblems({ clientId }: { readonly clientId: string }): readonly ValueProblem[] {
	const problem = describe(clientId);
	if (problem === undefined) return [];
	const next = "write letters, digits, - and _, or leave it out: each device gets one of its own then";
	return [{ member: "clientId", problem, next }];
}

function describe(clientId: string): string | undefined {
	if (/\p{Cc}/u.test(clientId)) return "holds a control character";
	if (/\p{Cs}/u.test(clientId)) return "holds half a character";
	if (clientId.startsWith("$")) return "begins with $, which AWS IoT keeps for itself";
	return undefined;
}
