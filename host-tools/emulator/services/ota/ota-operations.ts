import { type Answer, type ApiCall, epochSeconds, type Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import { tagsIn } from "../tag-members.js";
import type { Tags } from "../tags/tags.js";
import { readOtaInput } from "./ota-input.js";
import type { OtaUpdate } from "./ota-update.js";
import type { OtaUpdates } from "./ota-updates.js";

export function otaOperations(updates: OtaUpdates, tags: Tags): readonly Operation[] {
	const one = "/otaUpdates/{otaUpdateId}";
	return [
		{ name: "CreateOTAUpdate", method: "POST", path: one, handle: (call) => create(updates, tags, call) },
		{
			name: "GetOTAUpdate",
			method: "GET",
			path: one,
			handle: ({ path }) => ({ otaUpdateInfo: infoOf(updates.existing(path("otaUpdateId"))) }),
		},
		{ name: "DeleteOTAUpdate", method: "DELETE", path: one, handle: (call) => remove(updates, tags, call) },
		{ name: "ListOTAUpdates", method: "GET", path: "/otaUpdates", handle: (call) => list(updates, call) },
	];
}

/** AWS goes on after the answer; here all is done by then, and GetOTAUpdate says how it went. */
async function create(updates: OtaUpdates, tags: Tags, call: ApiCall): Promise<Answer> {
	const body = call.body();
	const given = tagsIn(body);
	const input = readOtaInput(call.path("otaUpdateId"), body, call.payload);
	const { otaUpdateId, otaUpdateArn } = await updates.create(input, call.scope);
	tags.set(otaUpdateArn, given);
	return { otaUpdateId, otaUpdateArn, otaUpdateStatus: "CREATE_PENDING" };
}

function remove(updates: OtaUpdates, tags: Tags, { path, query }: ApiCall): Answer {
	const { otaUpdateArn } = updates.delete(path("otaUpdateId"), {
		deleteStream: query.boolean("deleteStream") ?? false,
		force: query.boolean("forceDeleteAWSJob") ?? false,
	});
	tags.remove(otaUpdateArn);
	return {};
}

function list(updates: OtaUpdates, call: ApiCall): Answer {
	const status = call.query.string("otaUpdateStatus");
	const { items, next } = pageByToken(call, {
		from: (range) => updates.list(range),
		keyOf: ({ otaUpdateId }) => otaUpdateId,
		where: ({ otaUpdateStatus }) => status === undefined || otaUpdateStatus === status,
	});
	return {
		otaUpdates: items.map(({ otaUpdateId, otaUpdateArn, creationDate }) => ({
			otaUpdateId,
			otaUpdateArn,
			creationDate: epochSeconds(creationDate),
		})),
		nextToken: next,
	};
}

function infoOf({ creationDate, lastModifiedDate, streamId: _, ...update }: OtaUpdate): object {
	return { ...update, creationDate: epochSeconds(creationDate), lastModifiedDate: epochSeconds(lastModifiedDate) };
}
