import type { JsonValue } from "../../host-tools/emulator/json-value.js";
import { mutateText, oddText } from "./mutate.js";
import type { Random } from "./random.js";

const oddNumbers = [0, -0, 1, -1, 0.5, 255, 256, 65_536, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53), 1e21, 1e308, 5e-324];

/** Any JSON at all, small. */
export function oddValue(random: Random, depth = 3): JsonValue {
	switch (random.int(depth > 0 ? 8 : 5)) {
		case 0:
			return null;
		case 1:
			return random.once(2);
		case 2:
			return random.pick(oddNumbers);
		case 3:
		case 4:
			return oddText(random);
		case 5:
			return Array.from({ length: random.few(5) }, () => oddValue(random, depth - 1));
		case 6:
			return Object.fromEntries(
				Array.from({ length: random.few(4) }, () => [oddText(random), oddValue(random, depth - 1)] as const),
			);
		default:
			return nested(random);
	}
}

/** Deep, as attackers of parsers have it. */
function nested(random: Random): JsonValue {
	let value: JsonValue = oddText(random).slice(0, 8);
	for (let level = random.once(20) ? random.int(3000) : random.int(12); level > 0; level--) {
		value = random.once(2) ? [value] : { a: value };
	}
	return value;
}

/** The same JSON with one value in ten changed, left out, or put where another was. */
export function mutateJson(random: Random, value: JsonValue, words: readonly string[] = []): JsonValue {
	if (random.once(14)) return oddValue(random);
	if (Array.isArray(value)) {
		const items = value.flatMap((item) => (random.once(14) ? [] : [mutateJson(random, item, words)]));
		const again = items[0];
		if (again !== undefined && random.once(8)) items.push(...Array.from({ length: random.few(40) }, () => again));
		return items;
	}
	if (typeof value === "object" && value !== null) {
		const entries = Object.entries(value).flatMap(([name, inner]): [string, JsonValue][] => {
			if (random.once(14)) return [];
			return [[random.once(20) ? mutateText(random, name, words) : name, mutateJson(random, inner, words)]];
		});
		if (random.once(10)) entries.push([words.length > 0 ? random.pick(words) : oddText(random), oddValue(random)]);
		return Object.fromEntries(entries);
	}
	if (typeof value === "string" && random.once(5)) return mutateText(random, value, words, 4096);
	if (typeof value === "number" && random.once(5)) return random.pick(oddNumbers);
	return value;
}

/** Its text; now and then no JSON any more. */
export function jsonText(random: Random, value: JsonValue): string {
	const text = JSON.stringify(value);
	return random.once(8) ? mutateText(random, text) : text;
}
