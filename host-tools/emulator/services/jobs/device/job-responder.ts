import type { EmulatorClock } from "../../../clock.js";
import { Members } from "../../../http/members.js";
import { isJsonObject, type JsonObject } from "../../../json-value.js";
import type { ReservedRequest } from "../../service.js";
import type { JobExecution } from "../execution/job-execution.js";
import type { JobRegistry } from "../job-registry.js";
import { deviceView, wholeSeconds } from "../job-views.js";
import { type DeviceParts, documentOf } from "./device-operations.js";
import { numberIn, readReport, readStart } from "./device-requests.js";
import { asRejection, JobRejection, stateOf } from "./job-rejection.js";
import { type JobRequestTopic, parseJobTopic } from "./job-topics.js";
import { pendingLists } from "./pending-lists.js";

/** Ours: requests of a connection that may be under way. */
const mostUnderWay = 20;
/** AWS: bytes of a client token. */
const longestToken = 64;

export interface ResponderParts extends DeviceParts {
	readonly jobs: JobRegistry;
	readonly clock: EmulatorClock;
	/** Resolves when everything changed so far survives a kill -9. */
	readonly durable: () => Promise<void>;
}

/** Answers devices over MQTT, the asking connection alone: times are seconds, documents objects (guide: Jobs device MQTT API). */
export class JobResponder {
	readonly #parts: ResponderParts;

	constructor(parts: ResponderParts) {
		this.#parts = parts;
	}

	async answer(request: ReservedRequest): Promise<void> {
		const topic = parseJobTopic(request.topic);
		if (topic === undefined) return;
		const timestamp = wholeSeconds(this.#parts.clock.now());
		let token: string | undefined;
		try {
			if (request.underWay > mostUnderWay) throw throttled();
			if (topic.operation === "none") throw noOperation(request.topic);
			const body = parse(request.payload);
			token = tokenIn(body);
			const answer = this.#perform(topic, new Members(body));
			await this.#parts.durable();
			this.#reply(request, "accepted", { ...answer, timestamp, ...(token !== undefined && { clientToken: token }) });
		} catch (error) {
			this.#reject(request, asRejection(error), { timestamp, clientToken: token });
		}
	}

	#perform(topic: Exclude<JobRequestTopic, { readonly operation: "none" }>, members: Members): object {
		const { jobs } = this.#parts;
		const { thingName } = topic;
		if (topic.operation === "update") return this.#update(thingName, topic.jobId, members);
		if (topic.operation !== "describe") {
			if (topic.operation === "start-next") return this.#start(thingName, members);
			jobs.checkThing(thingName);
			return pendingLists(jobs, thingName);
		}
		const withDocument = members.boolean("includeJobDocument") ?? true;
		const number = numberIn(members, "executionNumber");
		const execution = jobs.describeForDevice(thingName, topic.jobId, number);
		return execution === undefined ? {} : { execution: this.#view(execution, withDocument) };
	}

	#start(thingName: string, members: Members): object {
		const execution = this.#parts.jobs.startNext(thingName, readStart(members));
		return execution === undefined ? {} : { execution: { ...this.#view(execution, true), thingName } };
	}

	#update(thingName: string, jobId: string, members: Members): object {
		const request = readReport(members);
		const execution = this.#parts.jobs.report(thingName, jobId, request);
		return {
			...(request.includeJobExecutionState && { executionState: stateOf(execution) }),
			...(request.includeJobDocument && { jobDocument: documentObject(this.#parts, execution) }),
		};
	}

	#view(execution: JobExecution, withDocument: boolean): object {
		return deviceView(
			execution,
			this.#parts.clock.now(),
			withDocument ? documentObject(this.#parts, execution) : undefined,
		);
	}

	#reject(
		request: ReservedRequest,
		{ code, message, executionState }: JobRejection,
		{ timestamp, clientToken }: { readonly timestamp: number; readonly clientToken: string | undefined },
	): void {
		request.refuse(kebab(code), `Rejected with ${code}: ${message}`);
		this.#reply(request, "rejected", { code, message, clientToken, timestamp, executionState });
	}

	#reply(request: ReservedRequest, outcome: "accepted" | "rejected", body: object): void {
		request.reply(`${request.topic}/${outcome}`, Buffer.from(JSON.stringify(body)));
	}
}

/** As MQTT has it. */
export function documentObject(parts: DeviceParts, execution: JobExecution): unknown {
	const text = documentOf(parts, execution);
	return text === undefined ? undefined : JSON.parse(text);
}

/** An empty body is one without members. */
function parse(payload: Uint8Array): JsonObject {
	if (payload.length === 0) return {};
	let body: unknown;
	try {
		body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
	} catch {
		throw new JobRejection("InvalidJson", "The body cannot be read as JSON in UTF-8");
	}
	if (isJsonObject(body)) return body;
	throw new JobRejection("InvalidJson", "The body must be a JSON object");
}

function tokenIn(body: JsonObject): string | undefined {
	const { clientToken } = body;
	if (clientToken === undefined || clientToken === null) return undefined;
	if (typeof clientToken === "string" && Buffer.byteLength(clientToken) <= longestToken) return clientToken;
	throw new JobRejection("InvalidRequest", `clientToken must be a string of at most ${longestToken} bytes`);
}

function noOperation(topic: string): JobRejection {
	return new JobRejection("InvalidTopic", `No operation of jobs has the topic "${topic.slice(0, 256)}"`);
}

function throttled(): JobRejection {
	return new JobRejection("RequestThrottled", `More than ${mostUnderWay} requests of this connection are under way`);
}

function kebab(code: string): string {
	return code.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
