import assert from "node:assert/strict";
import { ConnectionGuard, type ConnectionStage } from "../../../../firmware/adapters/mqtt/connection-guard.js";
import { DeviceError, type ErrorCode } from "../../../../firmware/ports/errors.js";
import type { Timer } from "../../../../firmware/ports/timer.js";

class ManualTimer implements Timer {
	readonly jobs = new Set<() => void>();

	after(_milliseconds: number, callback: () => void) {
		this.jobs.add(callback);
		return () => {
			this.jobs.delete(callback);
		};
	}

	fire(): void {
		for (const job of [...this.jobs]) {
			this.jobs.delete(job);
			job();
		}
	}
}

function setUp() {
	const timer = new ManualTimer();
	const reported: DeviceError[] = [];
	const guard = new ConnectionGuard("broker.example:8883", timer, (error) => reported.push(error));
	return { timer, reported, guard };
}

describe("ConnectionGuard", () => {
	const meanings: readonly [ConnectionStage, ErrorCode][] = [
		["resolving", "network-unreachable"],
		["connecting", "network-unreachable"],
		["handshake", "tls-failed"],
		["secured", "connection-refused"],
		["connected", "connection-lost"],
	];
	for (const [stage, code] of meanings) {
		it(`calls a failure while ${stage} ${code}, and names the endpoint and the reason`, () => {
			const { timer, reported, guard } = setUp();
			guard.enter(stage);
			guard.fail(new Error("the reason"));
			timer.fire();
			assert.equal(reported[0]?.code, code);
			assert.match(reported[0]?.message ?? "", /broker\.example:8883.*: the reason$/);
		});
	}

	it("hands a DeviceError on as it is", () => {
		const { timer, reported, guard } = setUp();
		const error = new DeviceError("server-untrusted", "It does not verify");
		guard.enter("handshake");
		guard.fail(error);
		timer.fire();
		assert.deepEqual(reported, [error]);
	});

	it("turns what a callback throws into a failure, instead of letting it through", () => {
		const { timer, reported, guard } = setUp();
		guard.enter("connected");
		guard.run(() => {
			throw new TypeError("malformed");
		});
		timer.fire();
		assert.equal(reported[0]?.code, "connection-lost");
	});

	it("reports from a clean stack, once, and takes the first failure for the cause", () => {
		const { timer, reported, guard } = setUp();
		guard.fail(new Error("cause"));
		guard.fail(new Error("echo"));
		assert.equal(reported.length, 0);
		timer.fire();
		guard.fail(new Error("late"));
		timer.fire();
		assert.equal(reported.length, 1);
		assert.match(reported[0]?.message ?? "", /cause$/);
	});

	it("runs nothing once the connection has failed", () => {
		const { guard } = setUp();
		guard.fail();
		guard.run(() => assert.fail("ran"));
		assert.equal(guard.ended, true);
	});

	it("reports nothing after close, not even a failure from before, and leaves no timer", () => {
		const { timer, reported, guard } = setUp();
		guard.fail(new Error("before"));
		guard.close();
		guard.close();
		guard.run(() => assert.fail("ran"));
		guard.fail(new Error("after"));
		assert.equal(timer.jobs.size, 0);
		assert.deepEqual(reported, []);
	});
});
