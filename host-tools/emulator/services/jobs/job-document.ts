import { invalidRequest, quote } from "../../aws-error.js";
import { isJsonObject, type JsonObject } from "../../json-value.js";
import type { Job } from "./job.js";

/** AWS: characters of a job document. */
const longestDocument = 32_768;

/** Throws InvalidRequestException: too long, or no JSON object. */
export function checkDocument(what: string, document: string): string {
	if (document.length > longestDocument) {
		throw invalidRequest(`${what} may have ${longestDocument} characters: it has ${document.length}`);
	}
	if (asObject(document) !== undefined) return document;
	throw invalidRequest(`${what} must be a JSON object: it is ${quote(document)}`);
}

function asObject(text: string): JsonObject | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isJsonObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

const parameter = /\$\{aws:iot:parameter:([a-zA-Z0-9_-]{1,128})\}/g;
const presigned = /\$\{aws:iot:s3-presigned-url(?:-v2)?:(https:\/\/[^\s"{}]{1,2048})\}/g;

/** Names of the parameters in a document. */
export function parametersOf(document: string): ReadonlySet<string> {
	return new Set(Array.from(document.matchAll(parameter), ([, name = ""]) => name));
}

export function hasPresignedUrl(document: string): boolean {
	return document.search(presigned) >= 0;
}

/** With the parameters of a managed template put in; one that was not given is empty (guessed). */
export function withParameters({ document, documentParameters }: Pick<Job, "document" | "documentParameters">): string {
	if (documentParameters === undefined) return document;
	return document.replace(parameter, (_, name: string) => inJson(documentParameters[name] ?? ""));
}

/** As a device gets it: `urlOf` says where it finds an object of S3. */
export function documentForDevice(job: Job, urlOf: (s3Url: string, seconds: number) => string): string {
	const seconds = job.presignedUrlConfig?.expiresInSec ?? 3600;
	return withParameters(job).replace(presigned, (_, url: string) => inJson(urlOf(url, seconds)));
}

/** What a text is within the quotes of JSON. */
function inJson(text: string): string {
	return JSON.stringify(text).slice(1, -1);
}
