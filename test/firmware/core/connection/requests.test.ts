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
	function deliver({ topic, payload }: { readonly topic: string; readonly payload: Uint8Array }): boolean {
		const sink = requests.begin(topic);
		sink?.take(payload);
		sink?.end();
		return sink !== undefined;
	}
	function ask(name: string, asked: Request): Promise<void> {
		const { answer } = requests.add(asked);
		return answer.then(
			({ payload }) => void answered.push(`${name}: ${Buffer.from(payload)}`),
			(error: DeviceError) => void answered.push(`${name}: ${error.code}`),
		);
	}

	it("are told apart by client token, in whichever order the answers come", async () => {
		const all = [ask("a", request("1")), ask("b", request("2")), ask("c", request("3"))];
		deliver(message({ clientToken: "3" }));
		deliver(message({ clientToken: "1" }, "rejected"));
		deliver(message({ clientToken: "4" }));
		deliver(message({ clientToken: "2" }));
		await Promise.all(all);
		assert.deepEqual(answered, ['c: {"clientToken":"3"}', 'a: {"clientToken":"1"}', 'b: {"clientToken":"2"}']);
	});

	it("are told apart by topic", async () => {
		const all = [ask("jobs", request()), ask("shadow", request(undefined, "$aws/things/t/shadow/get"))];
		deliver(message({ of: "shadow" }, "accepted", "$aws/things/t/shadow/get"));
		deliver(message({ of: "nobody" }, "accepted", "$aws/things/t/shadow/update"));
		deliver(message({ of: "jobs" }));
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
			deliver(message(body));
			deliver(message({ clientToken: "2" }));
			await Promise.all(all);
			assert.deepEqual(answered, [`a: ${body}`, 'b: {"clientToken":"2"}']);
		});
	}

	it("one answer is one request's: the same message again is nobody's", async () => {
		const all = [ask("a", request("1")), ask("b", request("2"))];
		deliver(message({ clientToken: "1" }));
		deliver(message({ clientToken: "1" }));
		deliver(message({ clientToken: "2" }));
		await Promise.all(all);
		assert.deepEqual(answered, ['a: {"clientToken":"1"}', 'b: {"clientToken":"2"}']);
	});

	it("take nothing where nobody waits, nor once it is forgotten", () => {
		assert.equal(deliver(message({})), false);
		const pending = requests.add(request("1"));
		assert.notEqual(requests.begin("$aws/things/t/jobs/get/rejected"), undefined);
		requests.forget(pending);
		assert.equal(deliver(message({})), false);
	});

	it("keep of an answer those members alone that the request reads, however long the rest is", async () => {
		const all = ask("a", { ...request(undefined, undefined, 100), members: ["thingName"] });
		deliver(message({ deviceConfiguration: { ladder: "x".repeat(50_000) }, thingName: "pump-7" }));
		await all;
		assert.deepEqual(answered, ['a: {"thingName":"pump-7"}']);
	});

	it("hold an answer to their own limit, though another one waits with a larger", async () => {
		const all = [ask("small", request("1", undefined, 20)), ask("large", request("2"))];
		deliver(message({ clientToken: "1", jobs: "more than it asked for" }));
		deliver(message({ clientToken: "2" }));
		await Promise.all(all);
		assert.deepEqual(answered, ["small: reply-too-large", 'large: {"clientToken":"2"}']);
	});

	it("a message beyond the largest limit ends the one that waits longest", async () => {
		const first = ask("a", request("1", undefined, 10));
		const second = ask("b", request("2", undefined, 100));
		deliver(message("x".repeat(101)));
		deliver(message({ clientToken: "2" }));
		await Promise.all([first, second]);
		assert.deepEqual(answered, ["a: reply-too-large", 'b: {"clientToken":"2"}']);
	});

	it("all end with the connection", async () => {
		const all = [ask("a", request("1")), ask("b", request())];
		requests.rejectAll(new DeviceError("connection-lost", "gone"));
		await Promise.all(all);
		assert.deepEqual(answered, ["a: connection-lost", "b: connection-lost"]);
	});
});
