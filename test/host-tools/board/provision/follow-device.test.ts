import assert from "node:assert/strict";
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
		assert.deepEqual(await online, { thingName: "pump", certificateId: "c1" });
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
