import fc from "fast-check";
import type { JsonObject, JsonValue } from "../../../../../host-tools/emulator/json-value.js";

const names = fc.constantFrom("a", "b", "c", "timestamp", "__proto__");
const scalars = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.boolean(), fc.constantFrom("", "x"));

const { object } = fc.letrec<{ value: JsonValue; item: JsonValue; object: JsonObject }>((tie) => ({
	value: fc.oneof(
		{ depthSize: "small", withCrossShrink: true },
		scalars,
		fc.constant(null),
		tie("object"),
		fc.array(tie("item"), { maxLength: 2 }),
	),
	item: fc.oneof(
		{ depthSize: "small" },
		scalars,
		fc.array(scalars, { maxLength: 2 }),
		fc.dictionary(names, scalars, { maxKeys: 2, noNullPrototype: true }),
	),
	object: fc.dictionary(names, tie("value"), { maxKeys: 4, noNullPrototype: true }),
}));

/** What a section of an update may be, from few names, so that they meet. */
export const patches: fc.Arbitrary<JsonObject> = object;
