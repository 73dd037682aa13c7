import assert from "node:assert/strict";
import fc from "fast-check";
import { Members } from "../../../../host-tools/emulator/http/members.js";
import { checkTags, tagsIn, tagsInMap, tagsInText } from "../../../../host-tools/emulator/services/tag-members.js";
import { refused } from "./refused.js";

const key = fc.stringMatching(/^[A-Za-zäé0-9 _.:/=+@-]{1,20}$/).filter((text) => !/^aws:/i.test(text));
const tags = fc.uniqueArray(fc.record({ Key: key, Value: fc.string({ maxLength: 20 }) }, { noNullPrototype: true }), {
	maxLength: 50,
	selector: ({ Key }) => Key,
});

describe("tags in requests", () => {
	it("are read alike from a list, from a map and from the text of a header", () => {
		fc.assert(
			fc.property(tags, (given) => {
				assert.deepEqual(tagsIn(new Members({ tags: given })), given);
				const pairs = given.map(({ Key, Value }) => [Key, Value] as [string, string]);
				assert.deepEqual(tagsInText(new URLSearchParams(pairs).toString()), given);
				const map = tagsInMap(new Members({ tags: Object.fromEntries(pairs) }));
				assert.deepEqual(new Set(map.map(({ Key }) => Key)), new Set(given.map(({ Key }) => Key)));
			}),
		);
	});

	it("are none where nothing is said, and an empty value is one", () => {
		for (const none of [tagsIn(new Members({})), tagsInMap(new Members({})), tagsInText(undefined)]) {
			assert.deepEqual(none, []);
		}
		assert.deepEqual(tagsIn(new Members({ tags: [{ Key: "k" }] })), [{ Key: "k", Value: "" }]);
	});

	it("are refused by the name of what is wrong", () => {
		const invalid = (message: RegExp) => refused("InvalidRequestException", 400, message);
		assert.throws(() => tagsIn(new Members({ tags: {} })), invalid(/^tags must be a list: it is an object/));
		assert.throws(() => tagsIn(new Members({ tags: ["k"] })), invalid(/^tags\[0\] must be an object: it is a string/));
		assert.throws(() => tagsIn(new Members({ tags: [{ Value: "v" }] })), invalid(/^tags\[0\].Key is missing/));
		const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
		assert.throws(() => checkTags(many), refused("LimitExceededException", 410, /50 tags: these would be 51/));
	});
});
