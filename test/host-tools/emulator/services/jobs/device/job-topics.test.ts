import assert from "node:assert/strict";
import {
	isJobTopic,
	mayPublishJob,
	maySubscribeJob,
	parseJobTopic,
} from "../../../../../../host-tools/emulator/services/jobs/device/job-topics.js";

const jobs = "$aws/things/t/jobs";

describe("Topics of jobs", () => {
	it("ask for an operation, or for none", () => {
		const operations = ["get", "start-next", "j/get", "$next/get", "j/update", "$next/update", "j/other", "x"].map(
			(rest) => parseJobTopic(`${jobs}/${rest}`)?.operation,
		);
		assert.deepEqual(operations, ["pending", "start-next", "describe", "describe", "update", "none", "none", "none"]);
		assert.equal(parseJobTopic("$aws/things/t/shadow/get"), undefined);
		assert.equal(parseJobTopic(jobs), undefined);
	});

	it("and the filters that cover them are this service's, others are not", () => {
		for (const filter of [`${jobs}/#`, `${jobs}/get`, "$aws/things/#", "$aws/things/t/#", "$aws/things/+/+/get"]) {
			assert.equal(isJobTopic(filter), true, filter);
		}
		for (const filter of [
			"$aws/things/t/shadow/#",
			"$aws/things/t/defender/metrics/json",
			"$aws/events/#",
			"a/jobs/b",
		]) {
			assert.equal(isJobTopic(filter), false, filter);
		}
	});

	it("are for publishing or for subscribing", () => {
		for (const topic of ["get", "j/update", "strange"]) assert.equal(mayPublishJob(`${jobs}/${topic}`), true, topic);
		for (const topic of ["notify", "notify-next", "get/accepted"]) {
			assert.match(String(mayPublishJob(`${jobs}/${topic}`)), /AWS's to publish/, topic);
		}
		for (const filter of ["notify", "notify-next", "get/accepted", "+/update/rejected", "#"]) {
			assert.equal(maySubscribeJob(`${jobs}/${filter}`), true, filter);
		}
		for (const filter of ["get", "start-next", "j/update"]) {
			assert.match(String(maySubscribeJob(`${jobs}/${filter}`)), /for publishing only/, filter);
		}
	});
});
