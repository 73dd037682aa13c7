import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTemporaryDirectory } from "../../host-tools/base/files/temporary-directory.js";
import { compareOutcomes, readOutcomes, type TestOutcome } from "./moto-outcomes.js";

const report = `<?xml version="1.0"?><testsuites><testsuite name="pytest" tests="5">
<testcase classname="tests.test_iot.test_iot_jobs" name="test_a" time="0.1" />
<testcase classname="tests.test_iot.test_iot_jobs" name="test_b[a &lt; &quot;b&quot;-x]" time="0.1"><failure message="m">t</failure></testcase>
<testcase classname="tests.test_iot.test_groups.TestList" name="test_c" time="0.1"><error message="m">t</error></testcase>
<testcase classname="tests.test_iot.test_groups.TestList" name="test_d" time="0.1"><skipped message="m"/></testcase>
<testcase classname="tests.test_iot.test_groups.TestList" name="test_e" time="0.1"><system-out>t</system-out></testcase>
</testsuite></testsuites>`;

describe("Outcomes of moto's tests", () => {
	it("are read from pytest's report", async () => {
		const outcomes = await withTemporaryDirectory(async (directory) => {
			const path = join(directory, "report.xml");
			await writeFile(path, report);
			return readOutcomes(path);
		});
		assert.deepEqual(
			outcomes.map(({ id, state }) => `${id} ${state}`),
			[
				"test_iot_jobs::test_a passed",
				'test_iot_jobs::test_b[a < "b"-x] failed',
				"test_groups::TestList::test_c failed",
				"test_groups::TestList::test_d skipped",
				"test_groups::TestList::test_e passed",
			],
		);
		assert.equal(outcomes[2]?.file, "tests/test_iot/test_groups.py");
	});

	it("are as expected, or are named", () => {
		const outcome = (id: string, state: TestOutcome["state"]) => ({ file: "f.py", id, state });
		const expected = [
			outcome("test_iot_cloudformation::test_any", "failed"),
			outcome("test_iot_search::test_search_things[x-results0]", "failed"),
			outcome("test_iot_things::test_describe_thing", "failed"),
			outcome("test_iot_things::test_other", "passed"),
			outcome("test_iot_things::test_another", "skipped"),
		];
		assert.deepEqual(compareOutcomes(expected), {
			lines: ["f.py: 1 passed, 3 failed", "1 passed, 3 failed, 1 skipped"],
			ok: true,
		});
		const red = compareOutcomes([outcome("test_iot_things::test_other", "failed")]);
		assert.deepEqual([red.ok, red.lines[1]], [false, "unexpectedly red: test_iot_things::test_other"]);
		const green = compareOutcomes([outcome("test_iot_things::test_describe_thing", "passed")]);
		assert.equal(green.ok, false);
		assert.match(green.lines[1] ?? "", /^unexpectedly green: test_iot_things::test_describe_thing \(UpdateThing/);
	});
});
