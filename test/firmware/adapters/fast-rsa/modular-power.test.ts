import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { repositoryRoot } from "../../../../host-tools/base/files/repository-root.js";
import { randomNumber, referencePower } from "../../../contracts/modular-arithmetic.contract.js";
import { rsaKeyParts } from "../../../support/rsa-key-parts.js";
import { skipBecause } from "../../../support/skip-because.js";

const sources = path.join(repositoryRoot, "firmware", "adapters", "fast-rsa");
const harness = path.join(repositoryRoot, "test", "firmware", "adapters", "fast-rsa", "main.c");
const own = [path.join(sources, "modular-power.c"), harness, "-I", sources, "-O2", "-Wall", "-Wextra", "-Werror"];
const trivialProgram = "int main(void) { return 0; }\n";

interface Task {
	readonly base: bigint;
	readonly modulus: bigint;
	readonly exponent: bigint;
	readonly length: number;
}

interface Backend {
	readonly args: readonly string[];
	/** A program that compiles with the arguments where the machine has what they need. */
	readonly probe: string;
	readonly probeArgs: readonly string[];
	readonly needs: string;
}

const backends: Readonly<Record<string, Backend>> = {
	"in C of our own": { args: own, probe: trivialProgram, probeArgs: [], needs: "a C compiler, cc" },
	"by Mbed TLS": {
		args: [...own, "-DMODDEF_MODULARPOWER_MBEDTLS=1", "-lmbedcrypto"],
		probe: `#include <mbedtls/bignum.h>\n${trivialProgram}`,
		probeArgs: ["-lmbedcrypto"],
		needs: "a C compiler, cc, and Mbed TLS's headers and library",
	},
};

for (const [name, backend] of Object.entries(backends)) {
	describe(`modular power ${name}`, () => {
		let directory: string;
		let program: string;

		before(async function () {
			directory = await mkdtemp(path.join(tmpdir(), "thingsmith-power-"));
			program = path.join(directory, "power");
			if (!hasWhatItNeeds(backend, directory)) skipBecause(this, `modular power ${name}. It needs ${backend.needs}.`);
			const { status, stderr } = spawnSync("cc", [...backend.args, "-o", program], { encoding: "utf8" });
			assert.equal(status, 0, stderr);
		});

		after(() => rm(directory, { recursive: true, force: true }));

		it("is what BigInt says, for moduli of 32 to 4096 bits and their corner cases", () => {
			const tasks = [...cornerCases(), ...randomCases(), ...privateOperations()];
			const input = tasks.map(lineOf).join("\n");
			const output = execFileSync(program, { input, encoding: "utf8" }).trim().split("\n");
			tasks.forEach((task, index) => {
				const expected = referencePower(task.base, task.exponent, task.modulus);
				assert.equal(output[index], hex(expected, task.length), lineOf(task));
			});
		});

		it("refuses an even modulus and a base that is not below it", () => {
			const input = "00000001 00000010 03\n00000011 00000011 03\n00000012 00000011 03\n";
			assert.equal(execFileSync(program, { input, encoding: "utf8" }), "refused\nrefused\nrefused\n");
		});
	});
}

/** Of the machine, not of our sources: those have to compile where it does. */
function hasWhatItNeeds({ probe, probeArgs }: Backend, directory: string): boolean {
	const args = ["-x", "c", "-", ...probeArgs, "-o", path.join(directory, "probe")];
	return spawnSync("cc", args, { input: probe }).status === 0;
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
			const modulus = randomNumber(8 * length) | 1n;
			return { base: randomNumber(8 * length) % modulus, modulus, exponent: randomNumber(4 * length), length };
		}),
	);
}

/** Half of a signature, with the primes of a real key. */
function privateOperations(): Task[] {
	const parts = rsaKeyParts(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
	const base = randomNumber(8 * 120);
	return [
		{ base, modulus: parts.prime1, exponent: parts.exponent1, length: 128 },
		{ base, modulus: parts.prime2, exponent: parts.exponent2, length: 128 },
	];
}

function hex(value: bigint, length: number): string {
	return value.toString(16).padStart(length * 2, "0");
}

function lineOf({ base, modulus, exponent, length }: Task): string {
	const digits = exponent.toString(16);
	return `${hex(base, length)} ${hex(modulus, length)} ${digits.padStart(digits.length + (digits.length % 2), "0")}`;
}
