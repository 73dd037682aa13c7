import { nameOfArn } from "../../arn.js";
import { AwsError, invalidRequest, notFound, quote } from "../../aws-error.js";
import type { Members } from "../../http/members.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import type { Things } from "../things/things.js";
import { type Command, type CommandExecution, commandStatuses } from "./command.js";
import { type CommandExecutions, executionPlace, timeToLive } from "./command-executions.js";
import { checkPage } from "./command-operations.js";
import type { Commands } from "./commands.js";

export interface ExecutionParts {
	readonly commands: Commands;
	readonly executions: CommandExecutions;
	readonly things: Pick<Things, "findThing">;
	/** Sends the command to its device. */
	readonly send: (execution: CommandExecution, command: Command) => void;
}

/** s; AWS's default, and half a day. */
const usualTimeout = 10;
const longestTimeout = 43_200;

export function commandExecutionOperations(parts: ExecutionParts): readonly Operation[] {
	const all = "/command-executions";
	const one = "/command-executions/{executionId}";
	return [
		{
			name: "StartCommandExecution",
			plane: "iot-jobs-data",
			method: "POST",
			path: all,
			handle: (call) => start(parts, call),
		},
		{ name: "GetCommandExecution", method: "GET", path: one, handle: (call) => get(parts, call) },
		{ name: "DeleteCommandExecution", method: "DELETE", path: one, handle: (call) => remove(parts, call) },
		{ name: "ListCommandExecutions", method: "POST", path: all, handle: (call) => list(parts, call) },
	];
}

function start(parts: ExecutionParts, call: ApiCall): Answer {
	// No policy of a certificate has an action for it.
	if (call.caller.certificateId !== undefined) {
		throw new AwsError("AccessDeniedException", "StartCommandExecution is for who signs with SigV4, not for devices");
	}
	const members = call.body();
	const targetArn = checkTarget(parts, members.requiredString("targetArn"), call.scope.accountId);
	const command = commandIn(parts, members.requiredString("commandArn"), call.scope.accountId);
	const executionTimeoutSeconds = members.integer("executionTimeoutSeconds") ?? usualTimeout;
	const clientToken = members.string("clientToken");
	if (executionTimeoutSeconds < 1 || executionTimeoutSeconds > longestTimeout) {
		throw invalidRequest(`executionTimeoutSeconds must be 1 to ${longestTimeout}: it is ${executionTimeoutSeconds}`);
	}
	if (members.has("parameters")) throw invalidRequest(`Command "${command.commandId}" has no parameters`);
	if (clientToken !== undefined && !/^[\x21-\x7e]{1,64}$/.test(clientToken)) {
		throw invalidRequest("clientToken must be 1 to 64 printable characters without spaces");
	}
	const asked = { commandArn: command.commandArn, targetArn, executionTimeoutSeconds };
	const same = clientToken === undefined ? undefined : sameRequest(parts, clientToken, asked);
	if (same !== undefined) return { executionId: same.executionId };
	if (command.deprecated) throw new AwsError("ConflictException", `Command "${command.commandId}" is deprecated`);
	const execution = parts.executions.add({ ...asked, ...(clientToken !== undefined && { clientToken }) });
	parts.send(execution, command);
	return { executionId: execution.executionId };
}

/** The execution that an earlier request with this token began. Throws ConflictException when that was another one. */
function sameRequest(
	{ executions }: ExecutionParts,
	clientToken: string,
	asked: Pick<CommandExecution, "commandArn" | "targetArn" | "executionTimeoutSeconds">,
): CommandExecution | undefined {
	const earlier = executions.ofToken(clientToken);
	if (earlier === undefined) return undefined;
	if (earlier.commandArn === asked.commandArn && earlier.targetArn === asked.targetArn) return earlier;
	throw new AwsError("ConflictException", "clientToken was used for another execution");
}

function checkTarget({ things }: ExecutionParts, targetArn: string, accountId: string): string {
	const thingName = nameOfArn("thing", targetArn, accountId);
	if (thingName !== undefined) {
		if (things.findThing(thingName) === undefined) throw notFound(`Thing "${thingName}" does not exist`);
		return targetArn;
	}
	if (nameOfArn("client", targetArn, accountId) !== undefined) return targetArn;
	throw invalidRequest(`targetArn must be the ARN of a thing or a client of this account: it is ${quote(targetArn)}`);
}

function commandIn({ commands }: ExecutionParts, commandArn: string, accountId: string): Command {
	const command = commands.find(nameOfArn("command", commandArn, accountId) ?? "");
	if (command?.commandArn === commandArn) return command;
	throw notFound(`Command ${quote(commandArn)} does not exist`);
}

function get({ executions }: ExecutionParts, { path, query }: ApiCall): Answer {
	const execution = executions.get(path("executionId"), query.requiredString("targetArn"));
	const { executionId, commandArn, targetArn, status, statusReason, result, executionTimeoutSeconds } = execution;
	return {
		executionId,
		commandArn,
		targetArn,
		status,
		statusReason,
		...(query.boolean("includeResult") === true && { result }),
		executionTimeoutSeconds,
		...timesOf(execution),
		lastUpdatedAt: epochSeconds(execution.lastUpdatedAt),
		timeToLive: epochSeconds(timeToLive(execution)),
	};
}

function timesOf({ createdAt, startedAt, completedAt }: CommandExecution): object {
	return {
		createdAt: epochSeconds(createdAt),
		...(startedAt !== undefined && { startedAt: epochSeconds(startedAt) }),
		...(completedAt !== undefined && { completedAt: epochSeconds(completedAt) }),
	};
}

/** A missing one is no error: the operation declares none. */
function remove({ executions }: ExecutionParts, { path, query }: ApiCall): Answer {
	const execution = executions.find(path("executionId"));
	if (execution === undefined || execution.targetArn !== query.requiredString("targetArn")) return {};
	if (execution.status === "CREATED" || execution.status === "IN_PROGRESS") {
		throw new AwsError("ConflictException", `The execution is ${execution.status}: it is deleted when it is over`);
	}
	executions.remove(execution);
	return {};
}

function list({ executions }: ExecutionParts, call: ApiCall): Answer {
	checkPage(call);
	const members = call.body();
	const [commandArn, targetArn] = [members.string("commandArn"), members.string("targetArn")];
	const status = members.string("status");
	if (status !== undefined && !commandStatuses.some((one) => one === status)) {
		throw invalidRequest(`status must be one of ${commandStatuses.join(", ")}: it is ${quote(status)}`);
	}
	const isStarted = during(members.object("startedTimeFilter"), "startedTimeFilter");
	const isCompleted = during(members.object("completedTimeFilter"), "completedTimeFilter");
	const { items, next } = pageByToken(call, {
		from: (range) => executions.list({ arn: targetArn ?? commandArn }, range),
		keyOf: executionPlace,
		descending: members.string("sortOrder") !== "ASCENDING",
		where: (one) =>
			(commandArn === undefined || one.commandArn === commandArn) &&
			(status === undefined || one.status === status) &&
			isStarted(one.startedAt) &&
			isCompleted(one.completedAt),
	});
	const commandExecutions = items.map((one) => {
		const { executionId, commandArn: ofCommand, targetArn: target, status: its } = one;
		return { commandArn: ofCommand, executionId, targetArn: target, status: its, ...timesOf(one) };
	});
	return { commandExecutions, nextToken: next };
}

/** Whether a time (ms) is within a filter; without one any is, also none. */
function during(filter: Members | undefined, name: string): (time: number | undefined) => boolean {
	if (filter === undefined) return () => true;
	const bound = (member: "after" | "before", missing: number) => {
		const text = filter.string(member);
		if (text === undefined) return missing;
		const time = Date.parse(/[Zz]|[+-]\d{2}:\d{2}$/.test(text) ? text : `${text}Z`);
		if (!Number.isNaN(time)) return time;
		throw invalidRequest(`${name}.${member} must be a time as 2026-11-28T10:00: it is ${quote(text)}`);
	};
	const [after, before] = [bound("after", 0), bound("before", Number.POSITIVE_INFINITY)];
	return (time) => time !== undefined && time >= after && time <= before;
}
