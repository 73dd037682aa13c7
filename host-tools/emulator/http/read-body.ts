import type { IncomingMessage } from "node:http";
import { AwsError } from "../aws-error.js";
import { isJsonObject, jsonKind } from "../json-value.js";
import { Members } from "./members.js";

/** Bytes of a request body: several times the largest that the API allows (a policy document of 404600 characters aside). */
export const largestBody = 512 * 1024;

/** Of a body that is too long, so much is thrown away unseen before the connection is cut: most clients read no answer before. */
const mostDiscarded = 16 * largestBody;

/** The whole body. Throws RequestEntityTooLargeException above `largestBody`, InvalidRequestException when the client goes away. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let size = 0;
		request.on("data", (chunk: Buffer) => {
			size += chunk.length;
			if (size <= largestBody) chunks.push(chunk);
			else chunks.length = 0;
			if (size > mostDiscarded) reject(tooLarge());
		});
		request.on("end", () => (size > largestBody ? reject(tooLarge()) : resolve(Buffer.concat(chunks))));
		request.on("error", () => reject(cutShort()));
		request.on("close", () => reject(cutShort()));
	});
}

function tooLarge(): AwsError {
	return new AwsError("RequestEntityTooLargeException", `The request body is over the limit of ${largestBody} bytes`);
}

function cutShort(): AwsError {
	return new AwsError("InvalidRequestException", "The client went away before its request was complete");
}

/** Throws InvalidRequestException when the body is no UTF-8, no JSON, or no object. Its text is in no error: it may hold secrets. */
export function parseBody(body: Buffer): Members {
	if (body.length === 0) return new Members({});
	let json: unknown;
	try {
		json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
	} catch {
		throw new AwsError("InvalidRequestException", "The request body is not JSON in UTF-8");
	}
	if (isJsonObject(json)) return new Members(json);
	throw new AwsError("InvalidRequestException", `The request body must be a JSON object: it is ${jsonKind(json)}`);
}
