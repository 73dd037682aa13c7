import { createHash } from "node:crypto";
import { headerValues, type NameAndValue, type SignedRequest, type WireRequest } from "./signed-request.js";

/** The form in which client and service put a request before they sign it (AWS Signature Version 4). */
export function canonicalRequest(
	{ method, url, rawHeaders }: WireRequest,
	{ query, signedHeaders }: Pick<SignedRequest, "query" | "signedHeaders">,
	payloadHash: string,
): string {
	const [path = ""] = url.split("?", 1);
	return [
		method,
		canonicalPath(path),
		canonicalQuery(query),
		...signedHeaders.map((name) => `${name}:${headerValues(rawHeaders, name).map(squeeze).join(",")}`),
		"",
		signedHeaders.join(";"),
		payloadHash,
	].join("\n");
}

export function sha256Hex(bytes: string | Buffer): string {
	return createHash("sha256").update(bytes).digest("hex");
}

/** All services but S3 encode the path as it is sent once more, and leave out what is empty or dots. */
function canonicalPath(path: string): string {
	const kept: string[] = [];
	for (const segment of path.split("/")) {
		if (segment === "..") kept.pop();
		else if (segment !== "" && segment !== ".") kept.push(encode(segment));
	}
	return `/${kept.join("/")}${kept.length > 0 && path.endsWith("/") ? "/" : ""}`;
}

/** By name, then by value, as they look encoded; without the signature itself. */
function canonicalQuery(query: readonly NameAndValue[]): string {
	return query
		.filter(([name]) => name !== "X-Amz-Signature")
		.map(([name, value]): NameAndValue => [encode(name), encode(value)])
		.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
		.map((pair) => pair.join("="))
		.join("&");
}

function compare(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

/** Everything but `A-Z a-z 0-9 - . _ ~`. */
function encode(text: string): string {
	return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

function squeeze(value: string): string {
	return value.trim().replace(/\s+/g, " ");
}
