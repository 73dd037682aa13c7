import assert from "node:assert/strict";
import {
	isShadowTopic,
	mayPublishOn,
	maySubscribeTo,
	parseShadowRequest,
	shadowPrefix,
} from "../../../../../host-tools/emulator/services/shadow/shadow-topics.js";

describe("Shadow topics", () => {
	it("requests are those of the classic shadow and of named ones", () => {
		assert.deepEqual(parseShadowRequest("$aws/things/t:1_-/shadow/update"), {
			thingName: "t:1_-",
			shadowName: undefined,
			verb: "update",
		});
		assert.deepEqual(parseShadowRequest("$aws/things/t/shadow/name/$package/get"), {
			thingName: "t",
			shadowName: "$package",
			verb: "get",
		});
		for (const topic of [
			"$aws/things/t/shadow",
			"$aws/things/t/shadow/update/accepted",
			"$aws/things/t/shadow/name/get",
			"$aws/things/t/shadow/put",
			"$aws/things/t u/shadow/get",
			`$aws/things/${"t".repeat(129)}/shadow/get`,
			`$aws/things/t/shadow/name/${"n".repeat(65)}/get`,
			"aws/things/t/shadow/get",
		]) {
			assert.equal(parseShadowRequest(topic), undefined, topic);
		}
	});

	it("answers go where the request came from", () => {
		assert.equal(shadowPrefix({ thingName: "t", shadowName: undefined }), "$aws/things/t/shadow");
		assert.equal(shadowPrefix({ thingName: "t", shadowName: "n" }), "$aws/things/t/shadow/name/n");
	});

	it("a device publishes requests, and nothing else", () => {
		assert.equal(mayPublishOn("$aws/things/t/shadow/delete"), true);
		assert.match(String(mayPublishOn("$aws/things/t/shadow/update/delta")), /answers are AWS's/);
		assert.match(String(mayPublishOn("$aws/things/t/shadow/name/n/get/accepted")), /answers are AWS's/);
		assert.match(String(mayPublishOn("$aws/things/t/shadow/updates")), /no such topic/);
	});

	it("subscriptions are to requests, answers and whatever covers them", () => {
		for (const filter of [
			"$aws/things/t/shadow/update",
			"$aws/things/t/shadow/update/accepted",
			"$aws/things/t/shadow/update/documents",
			"$aws/things/+/shadow/update/delta",
			"$aws/things/+/shadow/#",
			"$aws/things/t/shadow/name/+/update/#",
			"$aws/things/t/shadow/name/n/get/rejected",
			"$aws/things/t/#",
			"$aws/things/+/+/update",
			"$aws/things/#",
		]) {
			assert.ok(isShadowTopic(filter), filter);
			assert.equal(maySubscribeTo(filter), true, filter);
		}
		for (const filter of [
			"$aws/things/t/shadow/updated",
			"$aws/things/t/shadow/get/delta",
			"$aws/things/t/shadow/+/+/+/+/+",
		]) {
			assert.ok(isShadowTopic(filter), filter);
			assert.match(String(maySubscribeTo(filter)), /no such topic/, filter);
		}
		for (const other of [
			"$aws/things/t/jobs/#",
			"$aws/events/#",
			"$aws/things/t/jobs/get",
			"#",
			"$aws/#",
			"+/things/t/shadow/get",
		]) {
			assert.ok(!isShadowTopic(other), other);
		}
	});
});
