import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import path from "node:path";
import { repositoryRoot } from "../../../../host-tools/files/repository-root.js";
import { withTemporaryDirectory } from "../../../../host-tools/files/temporary-directory.js";

const sources = path.join(repositoryRoot, "firmware", "adapters", "fast-rsa");
const harness = path.join(repositoryRoot, "test", "firmware", "adapters", "fast-rsa", "main.c");
const own = [path.join(sources, "modular-power.c"), harness, "-I", sources, "-O2", "-Wall", "-Wextra", "-Werror"];

interface Task {
	readonly base: bigint;
	readonly modulus: bigint;
	readonly exponent: bigint;
	readonly length: number;
}

const backends: Record<string, readonly string[]> = {
	"in C of our own": [...own],
	"by Mbed TLS": [...own, "-DMODDEF_MODULARPOWER_MBEDTLS=1", "-lmbedcrypto"],
};

for (const [backend, args] of Object.entries(backends)) {
	describe(`modular power ${backend}`, () => {
		it("is what BigInt says, for moduli of 32 to 4096 bits and their corner cases", async function () {
			this.timeout(60_000);
			await withTemporaryDirectory(async (directory) => {
				const program = path.join(directory, "power");
				const compiled = spawnSync("cc", [...args, "-o", program], { encoding: "utf8" });
				if (compiled.status !== 0) {
					process.stderr.write(`SKIPPED: ${(compiled.stderr ?? "no C compiler").split("\n")[0]}\n`);
					return this.skip();
				}
				const tasks = [...cornerCases(), ...randomCases(), ...privateOperations()];
				const input = tasks.map(lineOf).join("\n");
				const output = execFileSync(program, { input, encoding: "utf8" }).trim().split("\n");
				tasks.forEach((task, index) => {
					assert.equal(output[index], hex(power(task), task.length), lineOf(task));
				});
			});
		});

		it("refuses an even modulus and a base that is not below it", async function () {
			await withTemporaryDirectory(async (directory) => {
				const program = path.join(directory, "power");
				if (spawnSync("cc", [...args, "-o", program]).status !== 0) return this.skip();
				const input = "00000001 00000010 03\n00000011 00000011 03\n00000012 00000011 03\n";
				assert.equal(execFileSync(program, { input, encoding: "utf8" }), "refused\nrefused\nrefused\n");
			});
		});
	});
}

function cornerCases(): Task[] {
	const largest = (1n << 1024n) - 1n;
	const smallest = (1n << 1023n) + 1n;
	return [largest, smallest, 3n, (1n << 1024n) - (1n << 512n) - 1n].flatMap((modulus) =>
		[0n, 1n, modulus - 1n, modulus >> 1n].flatMap((base) =>
			[0n, 1n, 2n, 65_537n, largest].map((exponent) => ({ base, modulus, exponent, length: 128 })),
		),
	);
}

function randomCases(): Task[] {
	return [4, 8, 64, 124, 128, 256, 512].flatMap((length) =>
		Array.from({ length: 5 }, () => {
			const modulus = random(length) | 1n;
			return { base: random(length) % modulus, modulus, exponent: random(length >> 1), length };
		}),
	);
}

/** Half of a signature, with the primes of a real key. */
function privateOperations(): Task[] {
	const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
	const { p, q, dp, dq } = privateKey.export({ format: "jwk" });
	const number = (text = "") => BigInt(`0x${Buffer.from(text, "base64url").toString("hex")}`);
	return [
		{ base: random(120), modulus: number(p), exponent: number(dp), length: 128 },
		{ base: random(120), modulus: number(q), exponent: number(dq), length: 128 },
	];
}

function power({ base, modulus, exponent }: Task): bigint {
	let result = 1n % modulus;
	for (const bit of exponent.toString(2)) {
		result = (result * result) % modulus;
		if (bit === "1") result = (result * base) % modulus;
	}
	return result;
}

function random(length: number): bigint {
	return BigInt(`0x${randomBytes(length).toString("hex")}`);
}

function hex(value: bigint, length: number): string {
	return value.toString(16).padStart(length * 2, "0");
}

function lineOf({ base, modulus, exponent, length }: Task): string {
	const digits = exponent.toString(16);
	return `${hex(base, length)} ${hex(modulus, length)} ${digits.padStart(digits.length + (digits.length % 2), "0")}`;
}
