import type { IncomingHttpHeaders } from "node:http";
import type { EmulatorClock } from "../clock.js";
import type { RefusalJournal } from "../journal.js";
import type { Pki } from "../pki/pki.js";
import type { Registry } from "../services/registry.js";
import type { Members } from "./members.js";
import type { Query } from "./query.js";

export interface ControlPlaneContext {
	/** What DescribeEndpoint answers. */
	readonly mqttHost: string;
	readonly mqttPort: number;
	readonly pki: Pki;
	readonly registry: Registry;
	readonly clock: EmulatorClock;
	readonly journal: RefusalJournal;
}

/** One request as a handler sees it. Reading what is not there or of the wrong type throws InvalidRequestException. */
export interface ApiCall {
	readonly operation: string;
	/** A decoded segment of the path template. */
	path(name: string): string;
	readonly query: Query;
	readonly headers: IncomingHttpHeaders;
	/** The body's members; none for an empty body. */
	body(): Members;
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

export interface Operation {
	/** As the API model calls it; own paths are called by their path. */
	readonly name: string;
	readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	/** `/things/{thingName}`: a segment in braces matches any one segment that is not empty. */
	readonly path: string;
	/** Throws AwsError to refuse. The answer leaves after the registry is durable. */
	handle(call: ApiCall, context: ControlPlaneContext): Answer | Promise<Answer>;
}
