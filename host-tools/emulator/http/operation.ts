import type { IncomingHttpHeaders } from "node:http";
import type { ArnScope } from "../arn.js";
import type { PolicyAction } from "../policy/evaluate-policies.js";
import type { Plane } from "./api/api-model.js";
import type { Members } from "./members.js";
import type { Query } from "./query.js";

/** One request as a handler sees it. Reading what is not there or of the wrong type throws InvalidRequestException. */
export interface ApiCall {
	readonly operation: string;
	/** Account and region the request is for. */
	readonly scope: ArnScope;
	readonly caller: Caller;
	/** A decoded segment of the path template. */
	path(name: string): string;
	readonly query: Query;
	readonly headers: IncomingHttpHeaders;
	/** The body's members; none for an empty body. */
	body(): Members;
	/** The body as it came: at most 1 MiB. */
	readonly payload: Buffer;
	/** The body as a form, as AWS's query protocol has it. */
	form(): URLSearchParams;
}

/** Who sent a request: with SigV4, somebody of the account, who may do anything; with a client certificate, what its policies allow. */
export interface Caller {
	/** In the words of `principalIdentifier`: a certificate id, or `<user id>:<user name>`. */
	readonly principal: string;
	/** Undefined with SigV4. */
	readonly certificateId: string | undefined;
	/** Throws ForbiddenException, which the journal explains, when policies deny it. `name` is of the kind the action asks for. */
	authorize(action: PolicyAction, name: string): void;
}

/** An answer that is not JSON. */
export class TextAnswer {
	readonly contentType: string;
	readonly text: string | Buffer;

	constructor(contentType: string, text: string | Buffer) {
		this.contentType = contentType;
		this.text = text;
	}
}

/** An answer that goes on: `start` gets what sends, and returns what is called once the client has gone. */
export class StreamAnswer {
	readonly contentType: string;
	/** `send` returns false when the client takes nothing more: then it is to be given up. */
	readonly start: (stream: { send(text: string): boolean; end(): void }) => () => void;

	constructor(contentType: string, start: StreamAnswer["start"]) {
		this.contentType = contentType;
		this.start = start;
	}
}

/** What a handler answers with status 200: an object becomes JSON, undefined an empty body. */
export type Answer = object | TextAnswer | StreamAnswer | undefined;

/** Paths below it are the emulator's own, open to every local process without credentials. */
export const ownPrefix = "/_thingsmith/";

/** Whether a request is for the emulator itself: a path below `ownPrefix`, or the page that a browser opens first. */
export function isOwn({ method, path }: { readonly method: string; readonly path: string }): boolean {
	return path.startsWith(ownPrefix) || (method === "GET" && path === "/");
}

export interface Operation {
	/** As the API model calls it; own paths are called by their method and path. */
	readonly name: string;
	/** `iot` unless told otherwise. */
	readonly plane?: Plane;
	readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	/** `/things/{thingName}`: a segment in braces matches any one segment that is not empty, a last one `{name+}` any number. */
	readonly path: string;
	/** Throws AwsError to refuse. The answer leaves after everything changed so far is durable. */
	handle(call: ApiCall): Answer | Promise<Answer>;
}

/** How the API writes times: seconds since 1970 with a fraction. */
export function epochSeconds(milliseconds: number): number {
	return milliseconds / 1000;
}
