import assert from "node:assert/strict";
import { BrokerMetrics } from "../../../../../host-tools/emulator/services/logging/broker-metrics.js";
import { MetricCounts } from "../../../../../host-tools/emulator/services/metrics.js";

describe("BrokerMetrics", () => {
	it("counts what AWS's broker counts, by what became of it", () => {
		const metrics = new MetricCounts();
		const counts = new BrokerMetrics(metrics);
		counts.connected();
		counts.subscribed();
		counts.published({ clientId: "c" });
		counts.published({ clientId: "c", retain: true });
		counts.published({});
		counts.refused({ plane: "connect", code: "certificate-unknown" });
		counts.refused({ plane: "connect", code: "duplicate-client-id" });
		counts.refused({ plane: "publish", code: "policy-denied" });
		counts.refused({ plane: "subscribe", code: "reserved-topic" });
		counts.refused({ plane: "jobs", code: "policy-denied" });
		const seen = Object.fromEntries(metrics.snapshot().map(({ name, count }) => [name, count]));
		assert.deepEqual(seen, {
			"Connect.Success": 1,
			"Subscribe.Success": 1,
			"PublishIn.Success": 2,
			"PublishRetained.Success": 1,
			"Connect.AuthError": 1,
			"PublishIn.AuthError": 1,
			"Subscribe.ClientError": 1,
		});
	});
});
