import { readFile } from "node:fs/promises";
import { expectedToFail } from "./moto-expected.js";

export interface TestOutcome {
	/** `tests/test_iot/test_iot_jobs.py` */
	readonly file: string;
	/** As moto-expected.ts has it: `test_iot_jobs::test_create_job`, parameters in brackets. */
	readonly id: string;
	readonly state: "passed" | "failed" | "skipped";
}

/** The outcomes in a JUnit report that pytest wrote. */
export async function readOutcomes(path: string): Promise<readonly TestOutcome[]> {
	const cases = (await readFile(path, "utf8")).matchAll(/<testcase ([^>]*?)(\/>|>(.*?)<\/testcase>)/gs);
	return Array.from(cases, ([, attributes = "", , body = ""]) => {
		const [packages = [], classes = []] = partsOf(attribute(attributes, "classname"));
		const state = /<(failure|error)\b/.test(body) ? "failed" : /<skipped\b/.test(body) ? "skipped" : "passed";
		const id = [packages.at(-1), ...classes, attribute(attributes, "name")].join("::");
		return { file: `${packages.join("/")}.py`, id, state };
	});
}

/** Lines to print: passed and failed by file, and what is other than expected. */
export function compareOutcomes(outcomes: readonly TestOutcome[]): { lines: readonly string[]; ok: boolean } {
	const count = (of: readonly TestOutcome[], wanted: TestOutcome["state"]) =>
		of.filter(({ state }) => state === wanted).length;
	const files = [...new Set(outcomes.map(({ file }) => file))].map((name) => {
		const of = outcomes.filter(({ file }) => file === name);
		return `${name}: ${count(of, "passed")} passed, ${count(of, "failed")} failed`;
	});
	const isExpected = ({ id }: TestOutcome) => reasonOf(id) !== undefined;
	const red = outcomes.filter((outcome) => outcome.state === "failed" && !isExpected(outcome));
	const green = outcomes.filter((outcome) => outcome.state === "passed" && isExpected(outcome));
	return {
		lines: [
			...files,
			...red.map(({ id }) => `unexpectedly red: ${id}`),
			...green.map(({ id }) => `unexpectedly green: ${id} (${reasonOf(id)})`),
			`${count(outcomes, "passed")} passed, ${count(outcomes, "failed")} failed, ${count(outcomes, "skipped")} skipped`,
		],
		ok: red.length === 0 && green.length === 0,
	};
}

/** That of the test itself, of all with its parameters, or of its file. */
function reasonOf(id: string): string | undefined {
	const names = [id, id.replace(/\[.*\]$/s, "[*]"), `${id.split("::")[0]}::*`];
	return names.map((name) => expectedToFail.get(name)).find((reason) => reason !== undefined);
}

/** `tests.test_iot.test_iot_jobs.TestList`: packages, then classes, which begin with a capital. */
function partsOf(className: string): [string[], string[]] {
	const parts = className.split(".");
	return [parts.filter((part) => !/^[A-Z]/.test(part)), parts.filter((part) => /^[A-Z]/.test(part))];
}

function attribute(attributes: string, name: string): string {
	const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
	const value = new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
	return value.replaceAll(/&(\w+);/g, (whole, entity: string) => entities[entity] ?? whole);
}
