import assert from "node:assert/strict";
import { askServers } from "../../../../firmware/adapters/esp32/ask-servers.js";
import { VirtualTime } from "../../../fakes/virtual-time.js";
import { settle } from "../../../support/fake-device.js";

const true2026 = 1_795_305_600;
type Answer = number | "silent" | "refuses";

function open(answers: Record<string, Answer>, ended: () => boolean = () => false) {
	const time = new VirtualTime();
	const asked: string[] = [];
	let opened = 0;
	const ask = (host: string) => {
		asked.push(host);
		opened += 1;
		const answer = answers[host] ?? "silent";
		let closed = false;
		return {
			answer:
				answer === "silent"
					? new Promise<number>(() => {})
					: answer === "refuses"
						? Promise.reject(new Error("cannot resolve"))
						: Promise.resolve(answer),
			close: () => {
				if (!closed) opened -= 1;
				closed = true;
			},
		};
	};
	const result = askServers(Object.keys(answers), ask, time, ended);
	// Looked at later than it may reject.
	result.catch(() => {});
	const finish = async () => {
		for (let step = 0; step < 100; step++) {
			await settle();
			time.step();
		}
		assert.equal(opened, 0, "every question is closed");
		assert.equal(time.pending, 0);
		return result;
	};
	return { time, asked, finish };
}

describe("askServers", () => {
	it("takes the first answer", async () => {
		const { asked, finish } = open({ a: true2026, b: true2026 + 1 });
		assert.equal(await finish(), true2026);
		assert.deepEqual(asked, ["a"]);
	});

	it("goes on to the next when one is silent, refuses, or lives before 2025", async () => {
		const { asked, time, finish } = open({ a: "silent", b: "refuses", c: 1_700_000_000, d: true2026 });
		assert.equal(await finish(), true2026);
		assert.deepEqual(asked, ["a", "b", "c", "d"]);
		assert.equal(time.ticks(), 3_500);
	});

	it("asks in rounds and gives up after 28 s, naming each server with its reason", async () => {
		const { asked, time, finish } = open({ a: "silent", b: "refuses", c: 12 });
		await assert.rejects(finish(), (error: { code: string; message: string }) => {
			assert.equal(error.code, "clock-unavailable");
			assert.match(error.message, /a: no answer in 3.5 s; b: cannot resolve; c: says 12 s since 1970/);
			return true;
		});
		assert.deepEqual(asked.join(""), "abcabcab");
		assert.ok(time.ticks() <= 28_000);
	});

	it("stops when it is not wanted any more", async () => {
		let ended = false;
		const { asked, finish } = open({ a: "refuses", b: true2026 }, () => ended);
		ended = true;
		await assert.rejects(finish(), { code: "closed" });
		assert.deepEqual(asked, ["a"]);
	});
});
