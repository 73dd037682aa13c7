import { invalidRequest, quote } from "../../aws-error.js";
import type { Members } from "../../http/members.js";
import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import { checkRoleArn } from "../checks.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import type { Command } from "./command.js";
import { type Commands, type NewCommand, placeOf } from "./commands.js";

export interface CommandOperationParts {
	readonly commands: Commands;
	readonly tags: Tags;
}

/** AWS: bytes of a command's payload. */
const largestPayload = 32 * 1024;

export function commandOperations(parts: CommandOperationParts): readonly Operation[] {
	const one = "/commands/{commandId}";
	return [
		{ name: "CreateCommand", method: "PUT", path: one, handle: (call) => create(parts, call) },
		{ name: "GetCommand", method: "GET", path: one, handle: (call) => get(parts, call) },
		{ name: "UpdateCommand", method: "PATCH", path: one, handle: (call) => update(parts, call) },
		{ name: "DeleteCommand", method: "DELETE", path: one, handle: (call) => remove(parts, call) },
		{ name: "ListCommands", method: "GET", path: "/commands", handle: (call) => list(parts, call) },
	];
}

/** A page has at most 100 here. */
export function checkPage({ query }: ApiCall): void {
	const size = query.integer("maxResults");
	if (size !== undefined && size > 100) throw invalidRequest(`maxResults must be 1 to 100: it is ${size}`);
}

function create({ commands, tags }: CommandOperationParts, call: ApiCall): Answer {
	const members = call.body();
	const given = tagsIn(members);
	const { commandId, commandArn } = commands.create(idIn(call), readCommand(members), call.scope);
	tags.set(commandArn, given);
	return { commandId, commandArn };
}

function idIn({ path }: ApiCall): string {
	const commandId = path("commandId");
	if (/^[a-zA-Z0-9_-]{1,64}$/.test(commandId)) return commandId;
	throw invalidRequest(`commandId must be 1 to 64 of a-z A-Z 0-9 _ -: it is ${quote(commandId)}`);
}

function readCommand(members: Members): NewCommand {
	if ((members.string("namespace") ?? "AWS-IoT") !== "AWS-IoT") {
		throw invalidRequest("namespace must be AWS-IoT: the emulator has no commands of FleetWise");
	}
	for (const name of ["payloadTemplate", "preprocessor", "mandatoryParameters"] as const) {
		if (members.has(name)) throw invalidRequest(`The emulator takes a payload, and no ${name}`);
	}
	const payload = members.object("payload");
	if (payload === undefined) throw invalidRequest("payload is missing");
	const content = payload.requiredString("content");
	if (Buffer.from(content, "base64").length > largestPayload) {
		throw invalidRequest(`payload.content may have ${largestPayload} bytes`);
	}
	const roleArn = members.string("roleArn");
	return {
		content,
		contentType: payload.string("contentType") ?? "application/octet-stream",
		...readWords(members),
		...(roleArn !== undefined && { roleArn: checkRoleArn("roleArn", roleArn) }),
	};
}

function readWords(members: Members): Pick<Command, "displayName" | "description"> {
	const displayName = members.string("displayName");
	const description = members.string("description");
	if (displayName !== undefined && !/^\P{C}{0,64}$/u.test(displayName)) {
		throw invalidRequest("displayName must be at most 64 printable characters");
	}
	if (description !== undefined && !/^\P{C}{0,2028}$/u.test(description)) {
		throw invalidRequest("description must be at most 2028 printable characters");
	}
	return { ...(displayName !== undefined && { displayName }), ...(description !== undefined && { description }) };
}

function get({ commands }: CommandOperationParts, call: ApiCall): Answer {
	const { content, contentType, createdAt, lastUpdatedAt, ...command } = commands.get(idIn(call));
	return {
		...command,
		namespace: "AWS-IoT",
		payload: { content, contentType },
		createdAt: epochSeconds(createdAt),
		lastUpdatedAt: epochSeconds(lastUpdatedAt),
		pendingDeletion: false,
	};
}

function update({ commands }: CommandOperationParts, call: ApiCall): Answer {
	const members = call.body();
	const deprecated = members.boolean("deprecated");
	const change = { ...readWords(members), ...(deprecated !== undefined && { deprecated }) };
	const { commandId, displayName, description, ...command } = commands.update(idIn(call), change);
	const lastUpdatedAt = epochSeconds(command.lastUpdatedAt);
	return { commandId, displayName, description, deprecated: command.deprecated, lastUpdatedAt };
}

function remove({ commands, tags }: CommandOperationParts, call: ApiCall): Answer {
	const command = commands.find(idIn(call));
	if (command === undefined) return {};
	commands.delete(command.commandId);
	tags.remove(command.commandArn);
	return {};
}

function list({ commands }: CommandOperationParts, call: ApiCall): Answer {
	checkPage(call);
	const { items, next } = pageByToken(call, {
		from: (range) => commands.list(range),
		keyOf: placeOf,
		descending: call.query.string("sortOrder") !== "ASCENDING",
	});
	const summaries = items.map(({ commandArn, commandId, displayName, deprecated, createdAt, lastUpdatedAt }) => ({
		commandArn,
		commandId,
		displayName,
		deprecated,
		createdAt: epochSeconds(createdAt),
		lastUpdatedAt: epochSeconds(lastUpdatedAt),
		pendingDeletion: false,
	}));
	return { commands: summaries, nextToken: next };
}
