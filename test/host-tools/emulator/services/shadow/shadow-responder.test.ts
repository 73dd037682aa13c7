import assert from "node:assert/strict";
import { ConnectionHub } from "../../../../../host-tools/emulator/broker/connections.js";
import { EmulatorClock } from "../../../../../host-tools/emulator/clock.js";
import { ShadowRequests } from "../../../../../host-tools/emulator/services/shadow/shadow-requests.js";
import { ShadowResponder } from "../../../../../host-tools/emulator/services/shadow/shadow-responder.js";
import { openTestRegistry } from "../registry-fixture.js";

const topic = "$aws/things/t/shadow/update";

describe("What answers requests of shadows", () => {
	const clock = new EmulatorClock();
	after(() => clock.close());

	/** What a request leads to: topics with codes, and what the journal hears. */
	const answered = async (underWay: number, durable = () => Promise.resolve()) => {
		const { shadows } = await openTestRegistry(clock);
		const connections = new ConnectionHub();
		const published: [string, unknown][] = [];
		connections.publish = (name, payload) => published.push([name, JSON.parse(payload.toString())]);
		const requests = new ShadowRequests({
			shadows,
			clock,
			connections,
			store: { durable },
		});
		const refused: string[] = [];
		await new ShadowResponder(requests).answer({
			topic,
			payload: Buffer.from('{"state":{},"clientToken":"x"}'),
			clientId: "t",
			principal: "p",
			certificateId: "p",
			underWay,
			reply: () => assert.fail("a shadow answers through the broker"),
			refuse: (code, reason) => refused.push(`${code}: ${reason}`),
		});
		return { published, refused };
	};

	it("takes ten requests of a connection at once", async () => {
		const { published } = await answered(10);
		assert.deepEqual(
			published.map(([name]) => name),
			[`${topic}/accepted`, `${topic}/documents`],
		);
		const { published: more, refused } = await answered(11);
		assert.deepEqual(more, [[`${topic}/rejected`, { code: 429, message: "Too Many Requests", clientToken: "x" }]]);
		assert.deepEqual(refused, ["rejected-429: Rejected with 429: Too Many Requests"]);
	});

	it("says nothing of what is not kept", async () => {
		const { published, refused } = await answered(1, () => Promise.reject(new RangeError("the disk is full")));
		assert.deepEqual(published, [
			[`${topic}/rejected`, { code: 500, message: "Internal service failure", clientToken: "x" }],
		]);
		assert.deepEqual(refused, ["rejected-500: Rejected with 500: Internal service failure: RangeError"]);
	});
});
