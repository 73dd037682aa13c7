import assert from "node:assert/strict";
import type { Random } from "../../firmware/ports/random.js";

export function describeRandom(name: string, random: Random): void {
	describe(`random: ${name}`, () => {
		it("fills and returns the array it is given, and nothing around it", () => {
			const whole = new Uint8Array(64);
			const target = whole.subarray(16, 48);
			assert.equal(random.fill(target), target);
			assert.ok(target.some((byte) => byte !== 0));
			assert.ok(whole.subarray(0, 16).every((byte) => byte === 0) && whole.subarray(48).every((byte) => byte === 0));
			assert.equal(random.fill(new Uint8Array(0)).length, 0);
		});

		it("gives every byte value its share", () => {
			const counts = new Array<number>(256).fill(0);
			for (const byte of random.fill(new Uint8Array(65_536))) counts[byte] = (counts[byte] as number) + 1;
			// Mean 256, standard deviation 16: eight of them once in 10^12 runs.
			for (const [byte, count] of counts.entries()) assert.ok(count > 128 && count < 384, `${byte}: ${count} times`);
		});

		it("does not repeat itself", () => {
			const drawn = new Set<string>();
			for (let draw = 0; draw < 1000; draw++) drawn.add(Buffer.from(random.fill(new Uint8Array(16))).toString("hex"));
			assert.equal(drawn.size, 1000);
		});
	});
}
