import type { Json } from "../../../../host-tools/cloud/model/concrete.js";

/** The texts and numbers of `value`, those of JSON within text included. */
export function leaves(value: Json): ReadonlySet<string> {
	const found = new Set<string>();
	const look = (one: Json): void => {
		if (typeof one === "object" && one !== null) Object.values(one).forEach(look);
		else if (typeof one === "string" && /^[{[]/.test(one)) look(parsed(one) ?? `"${one}`);
		else if (one !== null && typeof one !== "boolean") found.add(String(one));
	};
	look(value);
	return found;
}

function parsed(text: string): Json | undefined {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return undefined;
	}
}
