import { decode, encode } from "cborg";
import { AwsError, quote } from "../../aws-error.js";
import { Members } from "../../http/members.js";
import { isJsonObject, type JsonObject } from "../../json-value.js";
import type { ReservedRequest } from "../service.js";
import {
	type CommandExecution,
	type CommandStatus,
	mayReport,
	type ResultValue,
	type StatusReason,
} from "./command.js";
import type { CommandExecutions } from "./command-executions.js";
import { answerTopic, type CommandFormat, parseResponseTopic, type ResponseTopic } from "./command-topics.js";

/** What a device may report; TIMED_OUT is its own, and final. */
const reported: readonly CommandStatus[] = ["IN_PROGRESS", "SUCCEEDED", "FAILED", "REJECTED", "TIMED_OUT"];
/** Ours: entries of a result, and bytes of it. */
const mostResults = 100;

export interface CommandResponderParts {
	readonly executions: CommandExecutions;
	readonly durable: () => Promise<void>;
	/** Of a thing; undefined when it does not exist. */
	readonly thingArn: (thingName: string) => string | undefined;
}

class CommandRejection extends Error {
	override readonly name = "CommandRejection";
	readonly code: string;

	constructor(code: string, message: string) {
		super(message);
		this.code = code;
	}
}

/** Takes what devices say of executions, and answers the asking connection (docs/aws-behaviour.md, "Commands"). */
export class CommandResponder {
	readonly #parts: CommandResponderParts;

	constructor(parts: CommandResponderParts) {
		this.#parts = parts;
	}

	async answer(request: ReservedRequest): Promise<void> {
		const topic = parseResponseTopic(request.topic);
		if (topic === undefined) return;
		const { executionId, format } = topic;
		try {
			this.#report(topic, request.payload);
			await this.#parts.durable();
			request.reply(answerTopic(topic, "accepted"), encoded(format, { executionId }));
		} catch (error) {
			const { code, message } = asRejection(error);
			request.refuse(kebab(code), `Rejected with ${code}: ${message}`);
			const body = { error: code, errorMessage: message, executionId };
			request.reply(answerTopic(topic, "rejected"), encoded(format, body));
		}
	}

	#report(topic: ResponseTopic, payload: Uint8Array): void {
		const body = decoded(topic.format, payload);
		const members = new Members(body);
		const status = statusIn(members.string("status"));
		const statusReason = reasonIn(members.object("statusReason"));
		const result = resultIn(members.object("result"), namesIn(body.result));
		const execution = this.#parts.executions.find(topic.executionId);
		if (execution === undefined || !this.#isOf(execution, topic)) {
			throw new CommandRejection("ResourceNotFound", `There is no execution "${topic.executionId.slice(0, 64)}"`);
		}
		if (!mayReport(execution) || (execution.isOpen === true && status === "IN_PROGRESS")) {
			const message = `The execution is ${execution.status} and cannot become ${status}`;
			throw new CommandRejection("InvalidStateTransition", message);
		}
		this.#parts.executions.report(execution, {
			status,
			...(statusReason !== undefined && { statusReason }),
			...(result !== undefined && { result }),
		});
	}

	#isOf({ targetArn }: CommandExecution, { devices, deviceId }: ResponseTopic): boolean {
		if (devices === "things") return this.#parts.thingArn(deviceId) === targetArn;
		return targetArn.endsWith(`:client/${deviceId}`);
	}
}

function statusIn(status: string | undefined): CommandStatus {
	const known = reported.find((one) => one === status);
	if (known !== undefined) return known;
	throw new CommandRejection("InvalidRequest", `status must be one of ${reported.join(", ")}: it is ${quote(status)}`);
}

function reasonIn(members: Members | undefined): StatusReason | undefined {
	if (members === undefined) return undefined;
	const reasonCode = members.requiredString("reasonCode");
	const reasonDescription = members.string("reasonDescription");
	if (!/^[A-Z0-9_-]{1,64}$/.test(reasonCode)) {
		throw new CommandRejection("InvalidRequest", "statusReason.reasonCode must be 1 to 64 of A-Z 0-9 _ -");
	}
	if (reasonDescription !== undefined && !/^\P{C}{0,1024}$/u.test(reasonDescription)) {
		throw new CommandRejection("InvalidRequest", "statusReason.reasonDescription must be 1024 printable characters");
	}
	return { reasonCode, ...(reasonDescription !== undefined && { reasonDescription }) };
}

/** Devices write the kinds in lower case: `{"battery": {"s": "85%"}}`. */
function resultIn(members: Members | undefined, names: readonly string[]): CommandExecution["result"] {
	if (members === undefined || names.length === 0) return undefined;
	if (names.length > mostResults)
		throw new CommandRejection("InvalidRequest", `result has over ${mostResults} entries`);
	const entries = names.map((name): [string, ResultValue] => {
		const value = members.object(name);
		if (!/^[a-zA-Z0-9_-]{1,32}$/.test(name) || value === undefined) {
			throw new CommandRejection("InvalidRequest", `result has no entry that is understood: ${quote(name)}`);
		}
		const [s, b, bin] = [value.string("s"), value.boolean("b"), value.string("bin")];
		if (s !== undefined) return [name, { S: s }];
		if (b !== undefined) return [name, { B: b }];
		if (bin !== undefined) return [name, { BIN: bin }];
		throw new CommandRejection("InvalidRequest", `result.${name} must have s, b or bin`);
	});
	return Object.fromEntries(entries);
}

function namesIn(value: unknown): readonly string[] {
	return isJsonObject(value) ? Object.keys(value) : [];
}

function decoded(format: CommandFormat, payload: Uint8Array): JsonObject {
	const code = format === "json" ? "InvalidJson" : "InvalidRequest";
	let value: unknown;
	try {
		value =
			format === "json"
				? JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload))
				: plain(decode(payload, { useMaps: true, rejectDuplicateMapKeys: true, strict: false }));
	} catch {
		throw new CommandRejection(code, `The body cannot be read as ${format.toUpperCase()}`);
	}
	if (isJsonObject(value)) return value;
	throw new CommandRejection(code, "The body must be an object");
}

/** Maps as objects, bytes as base64. */
function plain(value: unknown): unknown {
	if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [String(key), plain(inner)]));
	if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
	return Array.isArray(value) ? value.map(plain) : value;
}

function encoded(format: CommandFormat, body: object): Uint8Array {
	return format === "json" ? Buffer.from(JSON.stringify(body)) : encode(body);
}

function asRejection(error: unknown): CommandRejection {
	if (error instanceof CommandRejection) return error;
	if (error instanceof AwsError && error.status < 500) return new CommandRejection("InvalidRequest", error.message);
	return new CommandRejection("InternalError", "The emulator failed on this request");
}

function kebab(code: string): string {
	return code.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
