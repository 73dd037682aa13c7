import type { Members } from "../http/members.js";

/** `thingGroupProperties` of a body. */
export function readGroupProperties(members: Members) {
	const properties = members.object("thingGroupProperties");
	const description = properties?.string("thingGroupDescription");
	const attributes = properties?.object("attributePayload")?.strings("attributes");
	return { ...(description !== undefined && { description }), ...(attributes !== undefined && { attributes }) };
}
