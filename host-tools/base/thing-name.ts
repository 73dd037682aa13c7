/** As AWS IoT names things (API model, ThingName). */
export const thingNamePattern = /^[a-zA-Z0-9:_-]{1,128}$/;

/** For "It must be …". */
export const thingNameRule = "1 to 128 letters, digits, :, - or _";

export function isThingName(value: unknown): value is string {
	return typeof value === "string" && thingNamePattern.test(value);
}
