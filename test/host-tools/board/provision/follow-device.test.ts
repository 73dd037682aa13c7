import assert from "node:assert/strict";
import { telemetryDefaults } from "../../../../firmware/core/settings/settings.js";
import { BoardLines } from "../../../../host-tools/board/bootstrap-link/board-lines.js";
import {
	type FollowOptions,
	followDevice,
	whileFollowing,
} from "../../../../host-tools/board/provision/follow-device.js";
import { FakeLink } from "../../../support/fake-link.js";
import { patience } from "../../../support/patience.js";
import { RecordedContext } from "../../../support/recorded-context.js";

const options: FollowOptions = { device: "board", silenceMs: patience(5_000), deadlineMs: patience(10_000) };

function listening() {
	const link = new FakeLink();
	const board = new BoardLines(link);
	const say = (event: string, fields: object = {}) =>
		link.say(`thingsmith ${JSON.stringify({ level: "info", event, ...fields })}\r\n`);
	return { link, board, say, context: new RecordedContext() };
}

describe("following a device's log", () => {
	it("ends when the device is online as itself, with its name and certificate, and shows the way", async () => {
		const { board, say, context } = listening();
		const online = followDevice(board, options, context);
		say("state", { from: "claimed", to: "connecting" });
		say("identity.staged", { certificateId: "c1" });
		say("thing.registered", { thingName: "pump" });
		say("state", { from: "verifying", to: "online" });
		assert.deepEqual(await online, { thingName: "pump", certificateId: "c1", sensor: undefined });
		assert.deepEqual(
			context.events.map(({ event }) => event),
			["state", "step", "step", "state"],
		);
	});

	it("does not count what the device said before it took its bootstrap", async () => {
		const { board, say, context } = listening();
		const online = followDevice(board, { ...options, after: "bootstrap.accepted" }, context);
		say("failed", { code: "claim-expired", message: "The old claim expired" });
		say("identity.connected", { thingName: "old" });
		say("state", { from: "verifying", to: "online" });
		say("bootstrap.accepted", { sequence: 1 });
		say("identity.connected", { thingName: "new" });
		say("state", { from: "verifying", to: "online" });
		assert.equal((await online).thingName, "new");
	});

	it("shows what the device says of its sensor before it took its bootstrap, and remembers it", async () => {
		const { board, say, context } = listening();
		const online = followDevice(board, { ...options, after: "bootstrap.accepted" }, context);
		say("sensor.failed", { code: "sensor-unknown", message: "No sensor" });
		say("bootstrap.accepted", { sequence: 1 });
		say("identity.connected", { thingName: "pump" });
		say("state", { from: "verifying", to: "online" });
		assert.deepEqual((await online).sensor, { answers: false, code: "sensor-unknown", message: "No sensor" });
		assert.equal(context.named("step")[0]?.step, "sensor.failed");
	});

	describe("with a reading that has to come", () => {
		const settings = { templateName: "t", telemetry: telemetryDefaults };
		const demanding = { ...options, settings, readingMs: patience(5_000) };
		const goOnline = (say: ReturnType<typeof listening>["say"]) => {
			say("identity.connected", { thingName: "pump" });
			say("state", { from: "verifying", to: "online" });
		};

		it("ends with the reading, not when it is online", async () => {
			const { board, say, context } = listening();
			const online = followDevice(board, demanding, context);
			say("sensor.failed", { code: "sensor-failed", message: "No answer" });
			goOnline(say);
			say("sensor.recovered");
			say("reading.acknowledged", { thingName: "pump", temperature: 21, sequence: 1 });
			assert.deepEqual((await online).sensor, { answers: true });
		});

		it("rejects at once for a sensor that is unknown, and after a while for one that is silent", async () => {
			const unknown = listening();
			const never = followDevice(unknown.board, demanding, unknown.context);
			unknown.say("sensor.failed", { code: "sensor-unknown", message: "No sensor x" });
			await assert.rejects(never, { code: "sensor-unknown", message: /No sensor x/, next: /telemetry\.sensor/ });
			const silent = listening();
			const late = followDevice(silent.board, { ...demanding, readingMs: 20 }, silent.context);
			silent.say("sensor.failed", { code: "sensor-failed", message: "No answer" });
			goOnline(silent.say);
			await assert.rejects(late, { code: "sensor-failed", message: /No answer/, next: /wiring/ });
		});

		it("rejects with timeout where a thing that is online says nothing of it", async () => {
			const { board, context } = listening();
			const known = { thingName: "pump", certificateId: undefined, sensor: undefined };
			await assert.rejects(followDevice(board, { ...demanding, known, readingMs: 20 }, context), { code: "timeout" });
		});

		it("rejects for an unknown sensor also where nothing but a reading can prove the identity", async () => {
			const { board, say, context } = listening();
			const quiet = { ...settings, telemetry: { ...telemetryDefaults, statusTopic: "" } };
			const online = followDevice(board, { ...options, settings: quiet }, context);
			say("sensor.failed", { code: "sensor-unknown", message: "No sensor x" });
			await assert.rejects(online, { code: "sensor-unknown" });
		});
	});

	it("rejects with what fails alike again and again, having said at the second time what it means", async () => {
		const { board, say, context } = listening();
		const settings = { templateName: "t", telemetry: telemetryDefaults };
		const online = followDevice(board, { ...options, settings }, context);
		for (let time = 0; time < 3; time++) say("retry", { code: "network-refused", message: "Wi-Fi", delayMs: 1 });
		await assert.rejects(online, { code: "network-refused", message: /3 times in a row.*password/ });
		assert.equal(context.named("note").length, 1);
	});

	it("blames what failed, and not the claim that ran out meanwhile", async () => {
		const { board, say, context } = listening();
		const online = followDevice(board, options, context);
		for (let time = 0; time < 2; time++) say("retry", { code: "server-untrusted", message: "TLS", delayMs: 1 });
		say("failed", { code: "claim-expired", message: "It expired" });
		await assert.rejects(online, { code: "server-untrusted" });
	});

	it("rejects with what is wrong with a board that starts over and over", async () => {
		const { link, board, context } = listening();
		const online = followDevice(board, options, context);
		const start = "rst:0xc (RTC_SW_CPU_RST),boot:0xd (SPI_FAST_FLASH_BOOT)\r\nXS abort: memory full\r\n";
		link.say(start.repeat(3));
		await assert.rejects(online, { code: "firmware-crashed", message: /does not stay up.*XS abort/ });
	});

	it("rejects with the device's own code when it gives up, without what could command a terminal", async () => {
		const { board, say, context } = listening();
		const online = followDevice(board, options, context);
		say("failed", { code: "provisioning-rejected", message: "no\u001b[2J such\u0007 thing" });
		await assert.rejects(online, {
			code: "provisioning-rejected",
			message: "The device gave up: no such thing",
			next: /template/,
		});
	});

	it("rejects with board-silent when nothing comes, and with timeout when it only complains, each with the last word", async () => {
		const quiet = listening();
		const silent = followDevice(quiet.board, { ...options, silenceMs: 20 }, quiet.context);
		quiet.say("retry", { code: "network-unreachable", message: "No network", delayMs: 1 });
		await assert.rejects(silent, { code: "board-silent", message: /No network \(network-unreachable\)/ });
		const loud = listening();
		const late = followDevice(loud.board, { ...options, deadlineMs: 20 }, loud.context);
		loud.say("state", { from: "connecting", to: "backing-off" });
		await assert.rejects(late, { code: "timeout", message: /it is backing-off/, next: /again/ });
	});

	it("rejects with port-lost and interrupted, and listens no more then", async () => {
		const lost = listening();
		const unplugged = followDevice(lost.board, options, lost.context);
		lost.link.lose();
		await assert.rejects(unplugged, { code: "port-lost" });
		const stopped = listening();
		const interrupted = followDevice(stopped.board, options, stopped.context);
		stopped.context.stop();
		await assert.rejects(interrupted, { code: "interrupted" });
		stopped.say("state", { from: "verifying", to: "online" });
		assert.deepEqual(stopped.context.events, []);
		await assert.rejects(followDevice(stopped.board, options, stopped.context), { code: "interrupted" });
	});

	it("is given up, unheard, by whoever fails meanwhile", async () => {
		const { board, context, say } = listening();
		const failed = new Error("before it came to that");
		await assert.rejects(
			whileFollowing(board, options, context, async () => {
				throw failed;
			}),
			failed,
		);
		say("state", { from: "verifying", to: "online" });
		assert.deepEqual(context.events, []);
	});
});
