import { invalidRequest, quote } from "../../aws-error.js";
import type { StatusDetails } from "./execution/job-execution.js";

/** Constraints of the API models iot and iot-jobs-data. Each throws InvalidRequestException and returns its argument. */
function pattern(what: string, expression: RegExp, form: string): (text: string) => string {
	return (text) => {
		if (expression.test(text)) return text;
		throw invalidRequest(`${what} must be ${form}: it is ${quote(text)}`);
	};
}

export const checkJobId = pattern("jobId", /^[a-zA-Z0-9_-]{1,64}$/, "1 to 64 of a-z A-Z 0-9 _ -");
export const checkJobTemplateId = pattern("jobTemplateId", /^[a-zA-Z0-9_-]{1,64}$/, "1 to 64 of a-z A-Z 0-9 _ -");
export const checkNamespaceId = pattern("namespaceId", /^[a-zA-Z0-9_-]{1,64}$/, "1 to 64 of a-z A-Z 0-9 _ -");
export const checkReasonCode = pattern("reasonCode", /^[\p{Lu}\p{Nd}_]{1,128}$/u, "1 to 128 of A-Z 0-9 _");
export const checkComment = pattern("comment", /^\P{C}{1,2028}$/u, "1 to 2028 printable characters");
export const checkJobDescription = pattern("description", /^\P{C}{1,2028}$/u, "1 to 2028 printable characters");

export function checkRange(what: string, value: number, least: number, most: number): number {
	if (value >= least && value <= most) return value;
	const range = most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `${least} to ${most}`;
	throw invalidRequest(`${what} must be ${range}: it is ${value}`);
}

export function checkOneOf<T extends string>(what: string, value: string, choices: readonly T[]): T {
	const choice = choices.find((one) => one === value);
	if (choice !== undefined) return choice;
	throw invalidRequest(`${what} must be one of ${choices.join(", ")}: it is ${quote(value)}`);
}

/** Pairs and characters of a value; the first is a guess (docs/aws-behaviour.md, "Jobs"). */
const mostDetails = 10;
const longestDetail = 1024;

export function checkStatusDetails(details: StatusDetails): StatusDetails {
	const entries = Object.entries(details);
	if (entries.length > mostDetails) {
		throw invalidRequest(`statusDetails may have ${mostDetails} entries: it has ${entries.length}`);
	}
	for (const [name, value] of entries) {
		if (!/^[a-zA-Z0-9:_-]{1,128}$/.test(name)) {
			throw invalidRequest(`A name in statusDetails must be 1 to 128 of a-z A-Z 0-9 : _ -: it is ${quote(name)}`);
		}
		if (value.length > longestDetail || !/^\P{C}+$/u.test(value)) {
			throw invalidRequest(
				`statusDetails.${name} must be 1 to ${longestDetail} printable characters: it is ${quote(value)}`,
			);
		}
	}
	return Object.freeze(Object.fromEntries(entries));
}
