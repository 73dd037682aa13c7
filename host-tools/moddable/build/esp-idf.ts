import { existsSync } from "node:fs";
import path from "node:path";
import { ToolError } from "../../base/tool-error.js";
import type { ChipTarget } from "./chip-target.js";
import { runProcess } from "./run-process.js";

/** What SDK 8.2.3 is made for; its makefile refuses another minor version. */
export const idfVersion = "v6.0";

const howToGetIdf =
	`get it: git clone -b ${idfVersion} --recursive https://github.com/espressif/esp-idf.git, then ./install.sh TARGET in it ` +
	"(or npx xs-dev setup --device esp32), and name its folder in the environment variable IDF_PATH";
/** Activating ESP-IDF asks Python for its packages. */
const activateMs = 120_000;

export interface EspIdf {
	readonly root: string;
	/** As `git describe` has it, e.g. v6.0 or v6.0.1. */
	readonly version: string;
}

/** ESP-IDF at `$IDF_PATH`, fit to build for `target`. Rejects with ToolError `idf-missing`, `toolchain-missing`. */
export async function findEspIdf(env: NodeJS.ProcessEnv, target: ChipTarget, signal: AbortSignal): Promise<EspIdf> {
	const root = env.IDF_PATH;
	if (!root) throw new ToolError("idf-missing", "IDF_PATH does not say where ESP-IDF is", { next: howToGetIdf });
	if (!existsSync(path.join(root, "tools", "idf.py"))) {
		throw new ToolError("idf-missing", "There is no ESP-IDF in the folder that IDF_PATH names", { next: howToGetIdf });
	}
	const version = await readVersion(root, env, signal);
	if (!isExpected(version)) {
		throw new ToolError("idf-missing", `This is ESP-IDF ${version}, and the Moddable SDK wants ${idfVersion}`, {
			next: `git -C "$IDF_PATH" checkout ${idfVersion} && git -C "$IDF_PATH" submodule update --init --recursive, then ./install.sh there`,
		});
	}
	await checkToolchain(env, target, signal);
	return { root, version };
}

/** True for the expected version and its bug fixes. */
export function isExpected(version: string): boolean {
	return version === idfVersion || version.startsWith(`${idfVersion}.`);
}

/** As the SDK's makefile asks for it. */
async function readVersion(root: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
	const options = { env, timeoutMs: activateMs, signal };
	try {
		const { output, code } = await runProcess("git", ["-C", root, "describe", "--always", "--abbrev=0"], options);
		if (code === 0) return output.trim();
	} catch {
		// No git at all: the same next step.
	}
	throw new ToolError("idf-missing", "git cannot tell the version of ESP-IDF, which the SDK's makefile asks it for", {
		next: howToGetIdf,
	});
}

/** mcconfig activates ESP-IDF by itself where nobody did. */
async function checkToolchain(env: NodeJS.ProcessEnv, target: ChipTarget, signal: AbortSignal): Promise<void> {
	const { compiler, name, chip } = target;
	const activate = 'command -v idf.py >/dev/null || { export IDF_EXPORT_QUIET=1; . "$IDF_PATH/export.sh" >/dev/null; }';
	const { output, code } = await runProcess(
		"bash",
		["-c", `${activate}; command -v ${compiler} && command -v idf.py`],
		{
			env,
			timeoutMs: activateMs,
			signal,
		},
	);
	if (code === 0 || signal.aborted) return;
	const last = output.trim().split("\n").slice(-3).join("\n");
	throw new ToolError(
		"toolchain-missing",
		`ESP-IDF has no compiler for ${chip}, ${compiler}${last ? `:\n${last}` : ""}`,
		{
			next: `"$IDF_PATH/install.sh" ${name}`,
		},
	);
}
