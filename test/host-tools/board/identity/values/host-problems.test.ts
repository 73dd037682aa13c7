import assert from "node:assert/strict";
import { hostProblems } from "../../../../../host-tools/board/identity/values/host-problems.js";

const endpoint = "abc-ats.iot.us-east-1.amazonaws.com";

describe("hostProblems", () => {
	it("takes AWS IoT's data endpoint where it takes MQTT, and any name with any port otherwise", () => {
		for (const port of [8883, 443]) assert.deepEqual(hostProblems({ host: endpoint, port }), []);
		assert.deepEqual(hostProblems({ host: "192.168.1.2", port: 8900 }), []);
	});

	it("names the port where AWS IoT takes no MQTT", () => {
		assert.equal(hostProblems({ host: endpoint, port: 8900 })[0]?.member, "port");
	});

	for (const [host, problem] of [
		[`https://${endpoint}`, /begins with a scheme/],
		[` ${endpoint}`, /holds a blank/],
	] as const) {
		it(`names the host that ${problem.source}, whatever the port is`, () => {
			for (const port of [8883, 8900]) {
				const [first, ...others] = hostProblems({ host, port });
				assert.deepEqual([first?.member, first?.next, others], ["host", `write "${endpoint}"`, []]);
				assert.match(first?.problem ?? "", problem);
			}
		});
	}
});
