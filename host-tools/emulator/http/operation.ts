import type { IncomingHttpHeaders } from "node:http";
import type { ArnScope } from "../arn.js";
import type { Members } from "./members.js";
import type { Query } from "./query.js";

/** One request as a handler sees it. Reading what is not there or of the wrong type throws InvalidRequestException. */
export interface ApiCall {
	readonly operation: string;
	/** Account and region the request is for. */
	readonly scope: ArnScope;
	/** A decoded segment of the path template. */
	path(name: string): string;
	readonly query: Query;
	readonly headers: IncomingHttpHeaders;
	/** The body's members; none for an empty body. */
	body(): Members;
	/** The body as a form, as AWS's query protocol has it. */
	form(): URLSearchParams;
}

/** An answer that is not JSON. */
export class TextAnswer {
	readonly contentType: string;
	readonly text: string;

	constructor(contentType: string, text: string) {
		this.contentType = contentType;
		this.text = text;
	}
}

/** What a handler answers with status 200: an object becomes JSON, undefined an empty body. */
export type Answer = object | TextAnswer | undefined;

/** Paths below it are the emulator's own, open to every local process without credentials. */
export const ownPrefix = "/_thingsmith/";

export interface Operation {
	/** As the API model calls it; own paths are called by their method and path. */
	readonly name: string;
	/** AWS IoT unless told otherwise. */
	readonly service?: "sts";
	readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	/** `/things/{thingName}`: a segment in braces matches any one segment that is not empty. */
	readonly path: string;
	/** Throws AwsError to refuse. The answer leaves after everything changed so far is durable. */
	handle(call: ApiCall): Answer | Promise<Answer>;
}

/** How the API writes times: seconds since 1970 with a fraction. */
export function epochSeconds(milliseconds: number): number {
	return milliseconds / 1000;
}
