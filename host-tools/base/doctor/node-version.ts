import { type Check, type Finding, fail, ok, warn } from "./check.js";

/** The last day on which a version of Node gets security fixes (https://github.com/nodejs/Release, `schedule.json`). */
const endsOfLife: ReadonlyMap<number, string> = new Map([
	[18, "2025-04-30"],
	[20, "2026-04-30"],
	[21, "2024-06-01"],
	[22, "2027-04-30"],
	[23, "2025-06-01"],
	[24, "2028-04-30"],
	[25, "2026-06-01"],
	[26, "2029-04-30"],
]);

const newerNode = "install Node 24: https://nodejs.org/en/download";

export interface NodeVersionOptions {
	/** `process.versions.node` */
	readonly version: string;
	/** `engines.node` of package.json, of the form `>=20.19.0`. */
	readonly engines: string;
	readonly now: Date;
}

/** Whether the Node that runs this is new enough, and still gets security fixes. */
export function nodeCheck(options: NodeVersionOptions): Check {
	return { check: "node", area: "machine", deadlineMs: 1_000, run: async () => nodeFinding(options) };
}

export function nodeFinding({ version, engines, now }: NodeVersionOptions): Finding {
	const least = /^>=(\d+\.\d+\.\d+)$/.exec(engines)?.[1];
	if (least === undefined) throw new Error(`package.json has engines.node ${JSON.stringify(engines)}`);
	const end = endsOfLife.get(partsOf(version)[0] ?? 0);
	const facts = { version, needed: engines, endOfLife: end ?? null };
	if (isOlder(version, least))
		return fail("node-too-old", `Node ${version}, and ${engines} is needed`, newerNode, facts);
	if (end !== undefined && now.getTime() >= Date.parse(end) + 86_400_000) {
		return warn("node-end-of-life", `Node ${version} has had no security fixes since ${end}`, newerNode, facts);
	}
	return ok(end === undefined ? `Node ${version}` : `Node ${version}, with security fixes until ${end}`, facts);
}

function isOlder(version: string, least: string): boolean {
	const wanted = partsOf(least);
	const differing = partsOf(version).findIndex((part, index) => part !== wanted[index]);
	return differing >= 0 && (partsOf(version)[differing] ?? 0) < (wanted[differing] ?? 0);
}

/** A version before a release, such as 24.0.0-nightly, counts as that release. */
function partsOf(version: string): readonly number[] {
	return version.split(/[.-]/).slice(0, 3).map(Number);
}
