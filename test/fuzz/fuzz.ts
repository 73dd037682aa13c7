import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { patience } from "../support/patience.js";
import { type Finding, hasGrown, runTarget, type TargetReport } from "./run-target.js";
import { fuzzTargets } from "./targets.js";
import { Watchdog } from "./watchdog.js";

const usage = "npm run test:fuzz [-- --inputs 1000000 --seed N --from N --only packets,sql,…]";

const { values } = parseArgs({
	options: {
		inputs: { type: "string", default: "1000000" },
		seed: { type: "string", default: String(Date.now() % 2 ** 31) },
		from: { type: "string", default: "0" },
		only: { type: "string" },
	},
});
const wanted = values.only?.split(",");
const targets = fuzzTargets.filter(({ name }) => wanted === undefined || wanted.includes(name));
const [inputs, seed, from] = [Number(values.inputs), Number(values.seed), Number(values.from)];
const print = (text: string) => process.stdout.write(`${text}\n`);

if (targets.length === 0 || ![inputs, seed, from].every(Number.isSafeInteger)) {
	print(`${usage}\ntargets: ${fuzzTargets.map(({ name }) => name).join(", ")}`);
	process.exit(2);
}

// What nobody waited for counts as well: it would have ended the emulator.
const strays: string[] = [];
const stray = (error: unknown) => {
	strays.push(error instanceof Error ? (error.stack ?? String(error)) : String(error));
};
process.on("unhandledRejection", stray);
process.on("uncaughtException", (error, origin) => {
	if (origin !== "unhandledRejection") stray(error);
});

// Memory is compared behind a collection of garbage.
setFlagsFromString("--expose-gc");
Object.assign(globalThis, { gc: runInNewContext("gc") });

print(`seed ${seed}`);
const watchdog = new Watchdog(
	targets.map(({ name }) => name),
	seed,
	patience(60_000),
);
const shares = targets.reduce((sum, { share }) => sum + share, 0);
const findings: Finding[] = [];
let total = 0;
let hasFailed = false;
for (const target of targets) {
	const share = Math.max(1, Math.round((inputs * target.share) / shares));
	const fed = (name: string, index: number) => watchdog.fed(name, index);
	const report = await runTarget(target, { seed, inputs: share, from, fed }).catch(fail);
	print(line(report));
	findings.push(...report.findings);
	total += share;
	hasFailed ||= hasGrown(report);
}
await watchdog.close();
for (const { target, index, problem, input } of findings) {
	print(`\n--only ${target} --seed ${seed} --from ${index} --inputs 1\n${problem}\n${input.slice(0, 2000)}`);
}
for (const problem of strays.slice(0, 20)) print(`\nnobody's: ${problem}`);
hasFailed ||= findings.length + strays.length > 0;
print(`\n${total} inputs, ${findings.length + strays.length} findings${hasFailed ? ": failed" : ""}`);
process.exit(hasFailed ? 1 : 0);

/** Of the fuzzer itself, or a target that does not open. */
function fail(error: unknown): never {
	print(error instanceof Error ? (error.stack ?? String(error)) : String(error));
	process.exit(1);
}

function line(report: TargetReport): string {
	const { target, inputs: fed, seconds, memory, slowest } = report;
	const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
	return [
		target.padEnd(14),
		`${fed} inputs`.padStart(16),
		`${Math.round(fed / seconds)}/s`.padStart(10),
		memory && `${megabytes(memory.warm)} → ${megabytes(memory.end)}`,
		hasGrown(report) && "GROWN",
		`slowest ${slowest.milliseconds.toFixed(0)} ms (${slowest.index})`,
		report.findings.length > 0 && `${report.findings.length} findings`,
	]
		.filter(Boolean)
		.join("  ");
}
