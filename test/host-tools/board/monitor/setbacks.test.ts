import assert from "node:assert/strict";
import { telemetryDefaults } from "../../../../firmware/core/settings/settings.js";
import { retryAdvice } from "../../../../host-tools/board/monitor/retry-advice.js";
import { Setbacks, setbackNote } from "../../../../host-tools/board/monitor/setbacks.js";
import { readRoot } from "../../../support/source-imports.js";

const settings = { templateName: "greenhouse", telemetry: { ...telemetryDefaults, topic: "dt/{thingName}/t" } };

/** What comes of a device that fails with that, so often in a row. */
function failing(code: string, times: number, before: readonly (readonly [string, object])[] = []) {
	const setbacks = new Setbacks(settings);
	return Array.from({ length: times }, () => {
		for (const [event, fields] of before) setbacks.take(event, { ...fields } as never);
		return setbacks.take("retry", { code, message: "It failed" });
	});
}

describe("a device that fails again and again", () => {
	it("is told from the second time on, and given up when it will not get better", () => {
		const all = failing("network-refused", 3);
		assert.deepEqual(
			all.map((one) => one && [one.times, one.final]),
			[undefined, [2, false], [3, true]],
		);
		assert.match(all[1]?.message ?? "", /2 times in a row: the Wi-Fi's password is wrong/);
		assert.match(all[2]?.next ?? "", /right password/);
	});

	it("names the topic that the policy refuses, at its own connection and at the claim's", () => {
		const own = failing("connection-lost", 2, [["identity.connected", { thingName: "pump" }]])[1];
		assert.equal(own?.refusedTopic, "dt/pump/t");
		assert.match(own.message, /publishes to dt\/pump\/t: its policy must allow/);
		assert.match(own.next, /iot:Publish on topic\/dt\/pump\/t/);
		const claim = failing("connection-lost", 2, [["claim.connected", {}]])[1];
		assert.match(claim?.message ?? "", /the claim's policy/);
		assert.match(claim?.next ?? "", /provisioning-templates\/greenhouse\/provision/);
	});

	it("names the topic of the start report where a sensor that fails leaves nothing else to publish", () => {
		const setbacks = new Setbacks(settings);
		const lose = () => {
			setbacks.take("identity.connected", { thingName: "pump" });
			return setbacks.take("retry", { code: "connection-lost", message: "x" }, true);
		};
		lose();
		assert.equal(lose()?.refusedTopic, "pump/status");
	});

	it("begins anew with another failure, at another step, and when it got on", () => {
		const setbacks = new Setbacks(settings);
		const lose = (stage: string) => {
			setbacks.take(stage, { thingName: "pump" });
			return setbacks.take("retry", { code: "connection-lost", message: "x" })?.times;
		};
		assert.deepEqual(
			[lose("claim.connected"), lose("identity.connected"), lose("identity.connected")],
			[undefined, undefined, 2],
		);
		setbacks.take("reading.acknowledged", {});
		assert.equal(setbacks.latest, undefined);
		assert.deepEqual([lose("identity.connected"), lose("identity.connected")], [undefined, 2]);
		assert.equal(setbacks.take("retry", { code: "network-missing", message: "x" }), undefined);
	});

	it("is never given up for what passes by itself", () => {
		assert.deepEqual(failing("provisioning-throttled", 20).filter(Boolean), []);
	});

	it("is noted once, and what a device does not trust may be an emulator that was started again", () => {
		const notes = failing("server-untrusted", 3).map((one) => one && setbackNote("0001.flash", one));
		assert.equal(notes.filter(Boolean).length, 1);
		assert.match(
			notes[1]?.text ?? "",
			/^0001\.flash: .*`thingsmith local`.*without --data.*provision the device again.*--data DIR/,
		);
	});

	it("has advice only for codes that docs/log-schema.md knows", () => {
		const documented = [...readRoot("docs/log-schema.md").matchAll(/^\| `([a-z-]+)`[^|]*\|/gm)].map(
			([, code]) => code ?? "",
		);
		const advised = documented.filter((code) => retryAdvice(code) !== undefined);
		assert.ok(advised.length >= 10, advised.join());
		assert.equal(retryAdvice("toString"), undefined);
	});
});
