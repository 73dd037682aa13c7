import type { Resource } from "../model/resource.js";

/** What may be set without a table; undefined where any serial number will do. */
export function allowedSerialNumbers(resources: readonly Resource[]): readonly string[] | undefined {
	const hook = resources.find(({ id }) => id === "SerialNumberHook");
	const { Variables } = (hook?.properties.Environment ?? {}) as { readonly Variables?: Record<string, string> };
	return Variables?.SERIAL_NUMBERS?.split(",").filter((serialNumber) => serialNumber !== "");
}
