import assert from "node:assert/strict";
import { type Request, Requests } from "../../../../firmware/core/connection/requests.js";
import { DeviceError } from "../../../../firmware/ports/errors.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";

const request = (clientToken?: string, topic = "$aws/things/t/jobs/get", limit = 1000): Request => ({
	topic,
	payload: new Uint8Array(0),
	accepted: `${topic}/accepted`,
	rejected: `${topic}/rejected`,
	limit,
	...(clientToken === undefined ? {} : { clientToken }),
});
const message = (body: object | string, outcome = "accepted", topic = "$aws/things/t/jobs/get") => ({
	topic: `${topic}/${outcome}`,
	payload: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
});

describe("requests that wait for their answers", () => {
	let requests: Requests;
	let answered: string[];
	beforeEach(() => {
		requests = new Requests(nodeTextCodec);
		answered = [];
	});
	function ask(name: string, asked: Request): Promise<void> {
		const { answer } = requests.add(asked);
		return answer.then(
			({ payload }) => void answered.push(`${name}: ${Buffer.from(payload)}`),
			(error: DeviceError) => void answered.push(`${name}: ${error.code}`),
		);
	}

	it("are told apart by client token, in whichever order the answers come", async () => {
		const all = [ask("a", request("1")), ask("b", request("2")), ask("c", request("3"))];
		requests.onMessage(message({ clientToken: "3" }));
		requests.onMessage(message({ clientToken: "1" }, "rejected"));
		requests.onMessage(message({ clientToken: "4" }));
		requests.onMessage(message({ clientToken: "2" }));
		await Promise.all(all);
		assert.deepEqual(answered, ['c: {"clientToken":"3"}', 'a: {"clientToken":"1"}', 'b: {"clientToken":"2"}']);
	});

	it("are told apart by topic", async () => {
		const all = [ask("jobs", request()), ask("shadow", request(undefined, "$aws/things/t/shadow/get"))];
		requests.onMessage(message({ of: "shadow" }, "accepted", "$aws/things/t/shadow/get"));
		requests.onMessage(message({ of: "nobody" }, "accepted", "$aws/things/t/shadow/update"));
		requests.onMessage(message({ of: "jobs" }));
		await Promise.all(all);
		assert.deepEqual(answered, ['shadow: {"of":"shadow"}', 'jobs: {"of":"jobs"}']);
	});

	for (const [what, body] of [
		["without a token", "{}"],
		["with a token that is no string", '{"clientToken":7}'],
		["that is null", "null"],
		["that is not JSON", "{"],
	] as const) {
		it(`an answer ${what} belongs to the one that waits longest`, async () => {
			const all = [ask("a", request("1")), ask("b", request("2"))];
			requests.onMessage(message(body));
			requests.onMessage(message({ clientToken: "2" }));
			await Promise.all(all);
			assert.deepEqual(answered, [`a: ${body}`, 'b: {"clientToken":"2"}']);
		});
	}

	it("one answer is one request's: the same message again is nobody's", async () => {
		const all = [ask("a", request("1")), ask("b", request("2"))];
		requests.onMessage(message({ clientToken: "1" }));
		requests.onMessage(message({ clientToken: "1" }));
		assert.equal(requests.limit("$aws/things/t/jobs/get/accepted"), 1000, "b still waits");
		requests.onMessage(message({ clientToken: "2" }));
		await Promise.all(all);
		assert.deepEqual(answered, ['a: {"clientToken":"1"}', 'b: {"clientToken":"2"}']);
	});

	it("take messages up to the largest limit that waits on a topic, and none where nobody waits", () => {
		assert.equal(requests.limit("$aws/things/t/jobs/get/accepted"), undefined);
		const small = requests.add(request("1", undefined, 10));
		const large = requests.add(request("2", undefined, 32_768));
		assert.equal(requests.limit("$aws/things/t/jobs/get/rejected"), 32_768);
		requests.forget(large);
		assert.equal(requests.limit("$aws/things/t/jobs/get/accepted"), 10);
		requests.forget(small);
		assert.equal(requests.limit("$aws/things/t/jobs/get/accepted"), undefined);
	});

	it("hold an answer to their own limit, though another one waits with a larger", async () => {
		const all = [ask("small", request("1", undefined, 20)), ask("large", request("2"))];
		requests.onMessage(message({ clientToken: "1", jobs: "more than it asked for" }));
		requests.onMessage(message({ clientToken: "2" }));
		await Promise.all(all);
		assert.deepEqual(answered, ["small: reply-too-large", 'large: {"clientToken":"2"}']);
	});

	it("a message beyond the largest limit ends the one that waits longest", async () => {
		const first = ask("a", request("1"));
		const second = requests.add(request("2"));
		requests.onFailure("$aws/things/t/jobs/get/accepted", new DeviceError("reply-too-large", "too long"));
		await first;
		assert.deepEqual(answered, ["a: reply-too-large"]);
		requests.forget(second);
	});

	it("all end with the connection", async () => {
		const all = [ask("a", request("1")), ask("b", request())];
		requests.rejectAll(new DeviceError("connection-lost", "gone"));
		await Promise.all(all);
		assert.deepEqual(answered, ["a: connection-lost", "b: connection-lost"]);
	});
});
