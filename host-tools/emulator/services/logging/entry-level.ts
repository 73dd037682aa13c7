import type { LogLevel } from "../log-level.js";
import type { Registry } from "../registry.js";
import type { LoggedEvent } from "./iot-log.js";
import type { LoggingSettings } from "./logging-settings.js";

/**
 * From which level on entries such as this one are logged. AWS does not say which of several targets counts: here the narrowest,
 * client id before principal, address, thing group, type of event and account (docs/aws-behaviour.md, "Logs").
 */
export function levelFor(
	settings: LoggingSettings,
	{ things, thingGroups }: Pick<Registry, "things" | "thingGroups">,
	{ clientId, principalId, sourceIp, eventType }: LoggedEvent,
): LogLevel {
	if (settings.v2?.disableAllLogs) return "DISABLED";
	const own = (type: "CLIENT_ID" | "PRINCIPAL_ID" | "SOURCE_IP" | "THING_GROUP", name: string | undefined) =>
		name === undefined ? undefined : settings.levelOf(type, name);
	const groupLevel = () => {
		if (!settings.hasTargetsOf("THING_GROUP") || clientId === undefined) return undefined;
		if (things.findThing(clientId) === undefined) return undefined;
		const groups = thingGroups.listThingGroupsForThing(clientId);
		return groups.map(({ thingGroupName }) => own("THING_GROUP", thingGroupName)).find((level) => level !== undefined);
	};
	const ofEvent = () => settings.v2?.eventConfigurations.find((one) => one.eventType === eventType)?.logLevel;
	return (
		own("CLIENT_ID", clientId) ??
		own("PRINCIPAL_ID", principalId) ??
		own("SOURCE_IP", sourceIp) ??
		groupLevel() ??
		ofEvent() ??
		settings.defaultLevel
	);
}
