import { ToolError } from "../../base/tool-error.js";
import { checkDeviceMembers, type DeviceMembers } from "./bootstrap-file.js";
import { checkedDevice } from "./checked-settings.js";

/** Members of a bootstrap file that a board may be told anew while it keeps its identity; null brings a default back. */
export type SettingsChange = {
	readonly [Name in Exclude<keyof DeviceMembers, "keyOrigin" | "telemetry">]?: DeviceMembers[Name] | null;
} & { readonly telemetry?: TelemetryChange };

type Telemetry = NonNullable<DeviceMembers["telemetry"]>;
type TelemetryChange = { readonly [Name in keyof Telemetry]?: Telemetry[Name] | null };

/**
 * Checks members and values as those of a new board's settings. Throws ToolError `bootstrap-invalid` naming `source` (a file, say) and the
 * member at fault, never a secret.
 */
export function checkSettingsChange(value: unknown, source: string): SettingsChange {
	const members = checkDeviceMembers(withoutNulls(value, "telemetry"), source);
	if (Object.keys(value as object).includes("keyOrigin")) {
		throw new ToolError("bootstrap-invalid", `${source}: "keyOrigin" cannot change: the board has its key`, {
			next: "leave that member out",
		});
	}
	if ((value as { telemetry?: unknown }).telemetry === null) {
		throw new ToolError("bootstrap-invalid", `${source}: "telemetry" is null, which only its members may be`, {
			next: 'bring back the defaults one by one: {"telemetry": {"intervalMs": null}}',
		});
	}
	checkedDevice(members, source);
	return value as SettingsChange;
}

/** For people: what a change names, such as `wifi` and `telemetry.intervalMs`. */
export function changedMembers({ telemetry = {}, ...members }: SettingsChange): readonly string[] {
	return [...Object.keys(members), ...Object.keys(telemetry).map((name) => `telemetry.${name}`)];
}

function withoutNulls(value: unknown, nested?: string): unknown {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
	const there = Object.entries(value).filter(([, member]) => member !== null);
	return Object.fromEntries(there.map(([name, member]) => [name, name === nested ? withoutNulls(member) : member]));
}
