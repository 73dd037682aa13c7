import assert from "node:assert/strict";
import { KeyPool } from "../../../../host-tools/emulator/pki/key-pool.js";
import type { IssuedKeyPair } from "../../../../host-tools/emulator/pki/pki.js";

/** Key generations that end when the test says so. */
function heldGenerations() {
	const waiting: ((pair: IssuedKeyPair) => void)[] = [];
	let made = 0;
	return {
		generate: () => new Promise<IssuedKeyPair>((resolve) => waiting.push(resolve)),
		get underWay() {
			return waiting.length;
		},
		async finishOne() {
			const name = `key ${made++}`;
			waiting.shift()?.({ publicKeyPem: name, privateKeyPem: name });
			await new Promise(setImmediate);
		},
	};
}

describe("KeyPool", () => {
	it("makes one key at a time ahead of need, up to 16", async () => {
		const generations = heldGenerations();
		const pool = new KeyPool(16, generations.generate);
		pool.fill();
		for (let made = 0; made < 16; made++) {
			assert.equal(generations.underWay, 1, `with ${made} ready`);
			await generations.finishOne();
		}
		assert.equal(generations.underWay, 0);
		await pool.full;
		assert.equal((await pool.take()).publicKeyPem, "key 0");
		assert.equal(generations.underWay, 1);
		pool.close();
	});

	it("makes as many at a time as are waited for, two at most, and serves in the order of asking", async () => {
		const generations = heldGenerations();
		const pool = new KeyPool(16, generations.generate);
		const taken = [pool.take()];
		assert.equal(generations.underWay, 1);
		taken.push(pool.take(), pool.take());
		assert.equal(generations.underWay, 2);
		for (let made = 0; made < 3; made++) await generations.finishOne();
		assert.deepEqual(
			(await Promise.all(taken)).map(({ publicKeyPem }) => publicKeyPem),
			["key 0", "key 1", "key 2"],
		);
		pool.close();
	});

	it("gives the key under way ahead of need to whoever comes first", async () => {
		const generations = heldGenerations();
		const pool = new KeyPool(16, generations.generate);
		pool.fill();
		const taken = pool.take();
		await generations.finishOne();
		assert.equal((await taken).publicKeyPem, "key 0");
		pool.close();
	});

	it("passes a failed generation to one waiter and goes on for the others", async () => {
		let calls = 0;
		const pool = new KeyPool(16, async () => {
			calls += 1;
			if (calls === 1) throw new Error("no entropy");
			return { publicKeyPem: "good", privateKeyPem: "good" };
		});
		const [failed, good] = await Promise.allSettled([pool.take(), pool.take()]);
		assert.equal(failed?.status, "rejected");
		assert.equal(good?.status, "fulfilled");
		pool.close();
	});

	it("refuses waiters and makes no more keys once it is closed", async () => {
		const generations = heldGenerations();
		const pool = new KeyPool(16, generations.generate);
		const taken = pool.take();
		pool.close();
		pool.close();
		await assert.rejects(taken, /closed/);
		await assert.rejects(pool.take(), /closed/);
		await generations.finishOne();
		await generations.finishOne();
		assert.equal(generations.underWay, 0);
	});
});
