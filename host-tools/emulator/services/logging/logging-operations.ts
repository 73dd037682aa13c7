import { invalidRequest } from "../../aws-error.js";
import type { Members } from "../../http/members.js";
import type { Answer, ApiCall, Operation } from "../../http/operation.js";
import { pageByToken } from "../../http/pages.js";
import { checkLength } from "../checks.js";
import { checkLogLevel } from "../log-level.js";
import {
	checkTargetType,
	type EventLogLevel,
	keyOf,
	type LoggingSettings,
	notConfigured,
	type TargetType,
	type V2LoggingOptions,
} from "./logging-settings.js";

export function loggingOperations(settings: LoggingSettings): readonly Operation[] {
	const v1 = "/loggingOptions";
	const v2 = "/v2LoggingOptions";
	const levels = "/v2LoggingLevel";
	return [
		{ name: "SetLoggingOptions", method: "POST", path: v1, handle: (call) => setV1(settings, call) },
		{ name: "GetLoggingOptions", method: "GET", path: v1, handle: () => settings.v1 ?? {} },
		{ name: "SetV2LoggingOptions", method: "POST", path: v2, handle: (call) => setV2(settings, call) },
		{ name: "GetV2LoggingOptions", method: "GET", path: v2, handle: (call) => getV2(settings, call) },
		{ name: "SetV2LoggingLevel", method: "POST", path: levels, handle: (call) => setLevel(settings, call) },
		{ name: "ListV2LoggingLevels", method: "GET", path: levels, handle: (call) => listLevels(settings, call) },
		{ name: "DeleteV2LoggingLevel", method: "DELETE", path: levels, handle: (call) => deleteLevel(settings, call) },
	];
}

/** The payload is the whole body (API model: httpPayload). */
function setV1(settings: LoggingSettings, { body }: ApiCall): Answer {
	const members = body();
	const roleArn = members.requiredString("roleArn");
	settings.setV1({ roleArn, logLevel: checkLogLevel("logLevel", members.string("logLevel") ?? "ERROR") });
	return {};
}

function setV2(settings: LoggingSettings, { body }: ApiCall): Answer {
	const members = body();
	const roleArn = members.string("roleArn");
	const level = members.string("defaultLogLevel");
	const disableAllLogs = members.boolean("disableAllLogs");
	const events = members.objects("eventConfigurations")?.map(readEventLevel);
	const update: Partial<V2LoggingOptions> = {
		...(roleArn !== undefined && { roleArn }),
		...(level !== undefined && { defaultLogLevel: checkLogLevel("defaultLogLevel", level) }),
		...(disableAllLogs !== undefined && { disableAllLogs }),
		...(events !== undefined && { eventConfigurations: events }),
	};
	settings.setV2(update);
	return {};
}

function readEventLevel(members: Members): EventLogLevel {
	const eventType = checkLength("eventType", members.requiredString("eventType"), 1, 512);
	const level = members.string("logLevel");
	const logDestination = members.string("logDestination");
	if (logDestination !== undefined && !/^[.\-_/#A-Za-z0-9]{1,512}$/.test(logDestination)) {
		throw invalidRequest("logDestination must be 1 to 512 of a-z A-Z 0-9 . - _ / #");
	}
	return {
		eventType,
		...(level !== undefined && { logLevel: checkLogLevel("logLevel", level) }),
		...(logDestination !== undefined && { logDestination }),
	};
}

function getV2(settings: LoggingSettings, { query }: ApiCall): Answer {
	const { v2 } = settings;
	if (v2 === undefined) throw notConfigured();
	const { roleArn, defaultLogLevel, disableAllLogs, eventConfigurations } = v2;
	const isVerbose = query.boolean("verbose") ?? false;
	return { roleArn, defaultLogLevel, disableAllLogs, ...(isVerbose && { eventConfigurations }) };
}

function setLevel(settings: LoggingSettings, { body }: ApiCall): Answer {
	const members = body();
	const target = members.object("logTarget");
	if (target === undefined) throw invalidRequest("logTarget is missing");
	const type = checkTargetType(target.requiredString("targetType"));
	const level = checkLogLevel("logLevel", members.requiredString("logLevel"));
	settings.setLevel(type, target.string("targetName"), level);
	return {};
}

/** The account's own level is the first of all, as the API's example has it. */
function listLevels(settings: LoggingSettings, call: ApiCall): Answer {
	if (settings.v2 === undefined) throw notConfigured();
	const type = call.query.string("targetType");
	const wanted: TargetType | undefined = type === undefined ? undefined : checkTargetType(type);
	const { items, next } = pageByToken(call, {
		from: (range) => settings.listLevels(range),
		keyOf: ({ targetType, targetName }) => keyOf(targetType, targetName),
		where: ({ targetType }) => wanted === undefined || targetType === wanted,
	});
	const isFirst = call.query.string("nextToken") === undefined;
	const byDefault = { logTarget: { targetType: "DEFAULT" }, logLevel: settings.defaultLevel };
	const hasDefault = isFirst && (wanted === undefined || wanted === "DEFAULT");
	const rows = items.map(({ targetType, targetName, logLevel }) => ({
		logTarget: { targetType, targetName },
		logLevel,
	}));
	return { logTargetConfigurations: hasDefault ? [byDefault, ...rows] : rows, nextToken: next };
}

function deleteLevel(settings: LoggingSettings, { query }: ApiCall): Answer {
	const type = checkTargetType(query.requiredString("targetType"));
	settings.deleteLevel(type, query.requiredString("targetName"));
	return {};
}
