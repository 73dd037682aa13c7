import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Check, type Finding, ok, warn } from "../../base/doctor/check.js";
import { errorFinding } from "../../base/doctor/error-finding.js";
import { ToolError } from "../../base/tool-error.js";
import { type ChipTarget, chipTargets } from "../build/chip-target.js";
import { type EspIdf, findEspIdf } from "../build/esp-idf.js";
import { findModdableSdk, howToGetSdk, type ModdableSdk } from "../build/moddable-sdk.js";

/** Of the SDK that the firmware is made for. */
const sdkVersion = "8.2.3";
/** Reading one small file, in ms. */
const sdkMs = 5_000;
/** ESP-IDF asks Python for its packages before it names a compiler, in ms. */
const idfMs = 60_000;

/** What building firmware needs. Without it everything else works, so that nothing of it is more than a warning. */
export function sdkChecks(env: NodeJS.ProcessEnv): readonly Check[] {
	return [
		{ check: "moddable-sdk", area: "sdk", deadlineMs: sdkMs, run: async () => sdkFinding(env) },
		{ check: "esp-idf", area: "sdk", deadlineMs: idfMs, run: (signal) => idfFinding(env, signal) },
	];
}

async function sdkFinding(env: NodeJS.ProcessEnv): Promise<Finding> {
	const sdk = findModdableSdk(env);
	if (sdk === undefined) return missingSdk(env);
	const version = await versionOf(sdk);
	const facts = { version: version ?? null };
	if (version === sdkVersion) return ok(`Moddable SDK ${version}, with its tools`, facts);
	const next = `take ${sdkVersion}: git -C "$MODDABLE" checkout ${sdkVersion}, and build its tools again`;
	return warn(
		"sdk-version",
		`This is the Moddable SDK ${version ?? "of no known version"}, not ${sdkVersion}`,
		next,
		facts,
	);
}

function missingSdk({ MODDABLE }: NodeJS.ProcessEnv): Finding {
	if (!MODDABLE) return warn("sdk-missing", "There is no Moddable SDK: firmware cannot be built here", howToGetSdk);
	if (!existsSync(MODDABLE)) return warn("sdk-missing", "MODDABLE names a folder that is not there", howToGetSdk);
	return warn(
		"sdk-missing",
		"The folder that MODDABLE names has no host tools (mcconfig, mcsim)",
		"build them: make in build/makefiles/lin, mac or win of that folder (npx xs-dev setup does it)",
	);
}

async function versionOf({ root }: ModdableSdk): Promise<string | undefined> {
	const text = await readFile(path.join(root, "tools", "VERSION"), "utf8").catch(() => undefined);
	return text?.trim();
}

async function idfFinding(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Finding> {
	const looked = await Promise.all(chipTargets.map((target) => lookFor(target, env, signal)));
	const found = looked.flatMap(({ idf }) => idf ?? []);
	const [first] = found;
	if (first === undefined) return asWarning(looked[0]?.problem);
	const targets = looked.filter(({ idf }) => idf !== undefined).map(({ target }) => target.name);
	const without = looked.filter(({ idf }) => idf === undefined).map(({ target }) => target.name);
	const others = without.length === 0 ? "" : `, none for ${without.join(", ")} ("$IDF_PATH/install.sh" brings them)`;
	return ok(`ESP-IDF ${first.version} with compilers for ${targets.join(", ")}${others}`, {
		version: first.version,
		targets,
	});
}

interface Looked {
	readonly target: ChipTarget;
	readonly idf?: EspIdf;
	readonly problem?: unknown;
}

async function lookFor(target: ChipTarget, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Looked> {
	try {
		return { target, idf: await findEspIdf(env, target, signal) };
	} catch (problem) {
		return { target, problem };
	}
}

function asWarning(problem: unknown): Finding {
	const finding = errorFinding(problem ?? new ToolError("idf-missing", "There is no ESP-IDF"));
	return finding.status === "ok" ? finding : { ...finding, status: "warn" };
}
