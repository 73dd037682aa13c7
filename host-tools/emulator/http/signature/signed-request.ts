import { invalidRequest } from "../../aws-error.js";
import { type SignatureProblem, signatureProblem } from "./signature-problem.js";

/** A request as it came over the wire: nothing of it is decoded. */
export interface WireRequest {
	readonly method: string;
	/** Path, and behind a question mark the query. */
	readonly url: string;
	/** Names and values in turn. */
	readonly rawHeaders: readonly string[];
}

export type NameAndValue = readonly [name: string, value: string];

/** What a request says about its signature (AWS Signature Version 4). */
export interface SignedRequest {
	/** Where the signature stands: in Authorization, or in the query of a URL that somebody signed ahead. */
	readonly form: "header" | "query";
	readonly accessKeyId: string;
	/** `YYYYMMDD`, and what follows it in the credential scope. */
	readonly scope: { readonly date: string; readonly region: string; readonly service: string };
	/** In lower case, in the order they were signed in. */
	readonly signedHeaders: readonly string[];
	readonly signature: string;
	/** `YYYYMMDDTHHMMSSZ` */
	readonly dateTime: string;
	/** Seconds for which a URL is good. */
	readonly expires: number | undefined;
	readonly sessionToken: string | undefined;
	/** Of the query, decoded. */
	readonly query: readonly NameAndValue[];
}

export const algorithm = "AWS4-HMAC-SHA256";
const longestExpiry = 7 * 24 * 3600;

/** The values of a header, in the order they came. */
export function headerValues(rawHeaders: readonly string[], name: string): readonly string[] {
	return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

/** Throws SignatureProblem when something is missing that a signature needs. */
export function readSignedRequest({ url, rawHeaders }: WireRequest): SignedRequest {
	const query = queryPairs(url);
	const [authorization] = headerValues(rawHeaders, "authorization");
	return authorization === undefined ? fromQuery(query) : fromHeader(authorization, rawHeaders, query);
}

/** Name and value of each parameter. Throws InvalidRequestException when the percent-encoding is broken. */
function queryPairs(url: string): readonly NameAndValue[] {
	const mark = url.indexOf("?");
	if (mark < 0 || mark === url.length - 1) return [];
	return url
		.slice(mark + 1)
		.split("&")
		.filter((part) => part !== "")
		.map((part) => {
			const equals = part.indexOf("=");
			return equals < 0 ? [decode(part), ""] : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))];
		});
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		throw invalidRequest("The query has a broken percent-encoding");
	}
}

function fromHeader(
	authorization: string,
	rawHeaders: readonly string[],
	query: readonly NameAndValue[],
): SignedRequest {
	const [scheme, ...rest] = authorization.trim().split(/\s+/);
	if (scheme !== algorithm) throw incomplete(`Authorization header must begin with ${algorithm}.`);
	const parts = new Map(rest.join("").split(",").map(splitAtEquals));
	const [amzDate] = headerValues(rawHeaders, "x-amz-date");
	const [date] = headerValues(rawHeaders, "date");
	const dateTime = amzDate ?? (date && dateTimeOf(date));
	const missing = ["Credential", "Signature", "SignedHeaders"]
		.filter((name) => !parts.get(name))
		.map((name) => `Authorization header requires '${name}' parameter.`);
	if (!dateTime) {
		missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
	}
	if (missing.length > 0) throw incomplete(missing.join(" "));
	const [sessionToken] = headerValues(rawHeaders, "x-amz-security-token");
	return {
		form: "header",
		...credential(parts.get("Credential") ?? ""),
		signedHeaders: (parts.get("SignedHeaders") ?? "").split(";"),
		signature: parts.get("Signature") ?? "",
		dateTime: dateTime ?? "",
		expires: undefined,
		sessionToken,
		query,
	};
}

const queryNames = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-SignedHeaders", "X-Amz-Signature", "X-Amz-Date"];

function fromQuery(query: readonly NameAndValue[]): SignedRequest {
	const parameters = new Map(query);
	const of = (name: string) => parameters.get(name) ?? "";
	const missing = queryNames.filter((name) => of(name) === "");
	if (missing.length > 0) {
		throw incomplete(missing.map((name) => `AWS query-string parameters must include '${name}'.`).join(" "));
	}
	if (of("X-Amz-Algorithm") !== algorithm) throw incomplete(`X-Amz-Algorithm must be ${algorithm}.`);
	return {
		form: "query",
		...credential(of("X-Amz-Credential")),
		signedHeaders: of("X-Amz-SignedHeaders").split(";"),
		signature: of("X-Amz-Signature"),
		dateTime: of("X-Amz-Date"),
		expires: expiry(parameters.get("X-Amz-Expires")),
		sessionToken: parameters.get("X-Amz-Security-Token"),
		query,
	};
}

function expiry(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	const seconds = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
	if (seconds >= 1 && seconds <= longestExpiry) return seconds;
	throw incomplete(`X-Amz-Expires must be 1 to ${longestExpiry} seconds.`);
}

function credential(text: string): Pick<SignedRequest, "accessKeyId" | "scope"> {
	const [, accessKeyId, date, region, service] =
		/^(.+)\/(\d{8})\/([a-z0-9-]{1,64})\/([\w-]{1,64})\/aws4_request$/.exec(text) ?? [];
	if (accessKeyId === undefined || date === undefined || region === undefined || service === undefined) {
		throw incomplete("Credential must be KEY/DATE/REGION/SERVICE/aws4_request.");
	}
	return { accessKeyId, scope: { date, region, service } };
}

function splitAtEquals(text: string): NameAndValue {
	const equals = text.indexOf("=");
	return [text.slice(0, equals), text.slice(equals + 1)];
}

/** `YYYYMMDDTHHMMSSZ` of a Date header; undefined when it is none. */
function dateTimeOf(date: string): string | undefined {
	const time = Date.parse(date);
	return Number.isNaN(time) ? undefined : isoBasic(time);
}

/** `YYYYMMDDTHHMMSSZ` */
export function isoBasic(milliseconds: number): string {
	return new Date(milliseconds).toISOString().replace(/[-:]|\.\d+/g, "");
}

function incomplete(message: string): SignatureProblem {
	return signatureProblem("incomplete", message);
}
