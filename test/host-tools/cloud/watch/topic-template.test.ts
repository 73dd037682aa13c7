import assert from "node:assert/strict";
import fc from "fast-check";
import { parseTopicTemplate } from "../../../../host-tools/cloud/watch/topic-template.js";

const name = fc.stringMatching(/^[a-zA-Z0-9:_-]{1,128}$/);

describe("parseTopicTemplate", () => {
	it("subscribes to the level that holds the thing name", () => {
		assert.equal(parseTopicTemplate("{thingName}/temperature").filter, "+/temperature");
		assert.equal(parseTopicTemplate("dt/site-{thingName}/t").filter, "dt/+/t");
		assert.equal(parseTopicTemplate("{thingName}/temperature", "thing-1").filter, "thing-1/temperature");
	});

	it("finds the thing name in a topic that was made from the template", () => {
		const templates = fc.constantFrom(
			"{thingName}/temperature",
			"dt/{thingName}",
			"a.b/x-{thingName}-y/t",
			"{thingName}/{thingName}",
		);
		fc.assert(
			fc.property(templates, name, (template, thingName) => {
				const topic = template.replaceAll("{thingName}", thingName);
				assert.equal(parseTopicTemplate(template).thingNameOf(topic), thingName);
			}),
		);
	});

	it("does not take other topics for its own", () => {
		const template = parseTopicTemplate("a.b/{thingName}/t");
		for (const topic of ["axb/thing/t", "a.b/thing/u", "a.b/thing/x/t", "a.b//t"]) {
			assert.equal(template.thingNameOf(topic), undefined);
		}
		assert.equal(parseTopicTemplate("{thingName}/t", "one").thingNameOf("two/t"), undefined);
	});

	it("takes the topic for the name where the template has none", () => {
		assert.equal(parseTopicTemplate("all/temperature").thingNameOf("all/temperature"), "all/temperature");
	});

	it("refuses wildcards, too many levels, and a thing that the template cannot choose", () => {
		for (const template of [
			"+/temperature",
			"{thingName}/#",
			"$aws/{thingName}",
			"",
			"1/2/3/4/5/6/7/8/9",
			"{ThingName}/t",
		]) {
			assert.throws(() => parseTopicTemplate(template), { code: "usage" });
		}
		assert.throws(() => parseTopicTemplate("all/temperature", "thing-1"), { code: "usage" });
	});
});
