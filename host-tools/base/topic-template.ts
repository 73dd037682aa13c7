/** What a topic template may vary in. */
export const thingNamePlaceholder = "{thingName}";

/** The first of what looks like a placeholder and is not `{thingName}`, e.g. `{ThingName}` or a brace alone; undefined when there is none. */
export function unknownPlaceholder(template: string): string | undefined {
	const [unknown] = [...template.matchAll(/\$?\{[^{}]*\}|[{}]/g)].filter(([found]) => found !== thingNamePlaceholder);
	return unknown?.[0];
}
