import assert from "node:assert/strict";
import type { Activity, ConnectionContext } from "../../../../firmware/core/activities/activity.js";
import { runActivities } from "../../../../firmware/core/activities/run-activities.js";
import { type Deferred, deferred } from "../../../../firmware/core/deferred.js";
import { DeviceError } from "../../../../firmware/ports/errors.js";
import { type ConnectionBench, connectionBench } from "../../../support/connection-bench.js";
import { claimBootstrap, settle } from "../../../support/fake-device.js";

const claim = { certificate: Uint8Array.of(0x30, 0), privateKey: Uint8Array.of(0x30, 0), expiresAt: undefined };

/** An activity that ends when the test says so. */
interface Scripted extends Activity<ConnectionContext> {
	readonly work: Deferred<void>;
	started: boolean;
}

function scripted(name: string, essential: boolean): Scripted {
	const work = deferred<void>();
	const activity: Scripted = {
		name,
		essential,
		work,
		started: false,
		run: () => {
			activity.started = true;
			return work.promise;
		},
	};
	return activity;
}

describe("activities on one connection", () => {
	let bench: ConnectionBench;
	beforeEach(async () => {
		bench = await connectionBench(claimBootstrap(claim));
	});
	afterEach(() => bench.end());

	it("run side by side, until the essential ones are done", async () => {
		const all = [scripted("a", true), scripted("b", true), scripted("c", false)];
		let done = false;
		const running = runActivities(all, bench.context).then(() => {
			done = true;
		});
		const started = () => all.map(({ started }) => started);
		assert.deepEqual(started(), [true, true, false]);
		bench.context.proof.give();
		assert.deepEqual(started(), [true, true, true], "when the identity is proved");
		all[0]?.work.resolve();
		await settle();
		assert.equal(done, false);
		all[1]?.work.resolve();
		await running;
	});

	it("end alone by what they throw about themselves, which is logged", async () => {
		const [report, jobs] = [scripted("report", true), scripted("jobs", false)];
		const settings: Activity<ConnectionContext> = {
			name: "settings",
			essential: false,
			run: () => {
				throw new Error("before its first wait");
			},
		};
		const running = runActivities([settings, report, jobs], bench.context);
		bench.context.proof.give();
		jobs.work.reject(new DeviceError("subscription-refused", "not allowed"));
		await settle();
		assert.deepEqual(
			bench.log.entries.map(({ level, event, fields }) => [level, event, fields]),
			[
				["warning", "activity.failed", { activity: "settings", code: "internal", message: "before its first wait" }],
				["warning", "activity.failed", { activity: "jobs", code: "subscription-refused", message: "not allowed" }],
			],
		);
		report.work.resolve();
		await running;
	});

	it("all end by what an essential one throws", async () => {
		const [report, jobs] = [scripted("report", true), scripted("jobs", false)];
		const rejected = assert.rejects(runActivities([report, jobs], bench.context), { code: "bootstrap-invalid" });
		bench.context.proof.give();
		report.work.reject(new DeviceError("bootstrap-invalid", "the topic is too long"));
		await rejected;
		bench.context.session.close();
		jobs.work.reject(new DeviceError("closed", "ended with its scope"));
		await settle();
		assert.deepEqual(bench.log.entries, []);
	});

	it("all end with the connection, though none of them is waiting for it", async () => {
		const rejected = assert.rejects(runActivities([scripted("report", true)], bench.context), {
			code: "connection-lost",
		});
		bench.client.end();
		await rejected;
	});

	it("all end by what one of them learns about the connection, and the reason is the connection's", async () => {
		const uptime: Activity<ConnectionContext> = {
			name: "uptime",
			essential: false,
			run: ({ session }) => session.publish("a/uptime", new Uint8Array(0)),
		};
		const rejected = assert.rejects(runActivities([scripted("report", true), uptime], bench.context), {
			code: "timeout",
			message: /PUBACK of "a\/uptime"/,
		});
		bench.context.proof.give();
		bench.time.run(15_000);
		await rejected;
		assert.deepEqual(bench.log.entries, []);
	});
});
