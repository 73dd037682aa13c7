import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { repositoryRoot } from "../../base/files/repository-root.js";
import { withTemporaryDirectory } from "../../base/files/temporary-directory.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import { chipTargets } from "./chip-target.js";
import { compilationsOf } from "./compilations.js";
import { idfVersion } from "./esp-idf.js";
import { type MissingHeader, missingHeaders } from "./missing-headers.js";
import { findModdableSdk, howToGetSdk, type ModdableSdk, sdkEnvironment } from "./moddable-sdk.js";
import { type ProcessResult, runProcess } from "./run-process.js";

const stepMs = 120_000;

/** Folders of the SDK whose C a manifest may name. */
const sdkFolders: readonly string[] = Object.freeze(["build/devices", "contributed", "examples", "modules", "xs"]);

/**
 * Checks the firmware as mcconfig would build it for each platform, without building it: the sources against the SDK's typings,
 * the C for the chips against the include folders. Rejects with ToolError `build-failed`.
 */
export async function typecheckFirmware(env: NodeJS.ProcessEnv, { emit }: TaskContext<NoteEvent>): Promise<void> {
	const sdk = findModdableSdk(env);
	if (sdk === undefined) {
		const text = `SKIPPED: the firmware was not checked against the SDK's typings. ${howToGetSdk}`;
		return emit({ event: "note", text });
	}
	for (const platform of [sdk.platform, ...chipTargets.map((target) => target.platform)]) {
		const faults = await checkPlatform(sdk, env, platform);
		if (faults !== undefined) throw new ToolError("build-failed", `The firmware for ${platform} ${faults}`);
		emit({ event: "note", text: `The firmware for ${platform} agrees with the SDK's typings and headers.` });
	}
}

/**
 * Says what is wrong with `manifest.json` and `firmware/` of the folder `root` for one of mcconfig's platforms; undefined where
 * nothing is.
 */
export function checkPlatform(
	sdk: ModdableSdk,
	env: NodeJS.ProcessEnv,
	platform: string,
	root = repositoryRoot,
): Promise<string | undefined> {
	return withTemporaryDirectory(async (out) => {
		// Without -m, mcconfig only writes its configuration; ESP-IDF has to be named, and is not used.
		const toolEnv = { ...sdkEnvironment(sdk, env), IDF_PATH: env.IDF_PATH || out };
		const run: Run = (command, args) => runProcess(command, args, { cwd: root, env: toolEnv, timeoutMs: stepMs });
		const generated = await run("mcconfig", ["-d", "-p", platform, "-o", out, path.join(root, "manifest.json")]);
		if (generated.code !== 0) return `has a manifest that mcconfig refuses:\n${generated.output}`;
		const checked = await checkTypes(run, root, out);
		if (checked.code !== 0) return `does not type-check:\n${checked.output}`;
		// On Windows, mcconfig's makefiles are for nmake.
		if (!platform.startsWith("esp32") || sdk.platform === "win") return undefined;
		return checkHeaders(run, sdk, root, out);
	});
}

type Run = (command: string, args: readonly string[]) => Promise<ProcessResult>;

/** main.ts imports everything, the platform's adapters included. */
async function checkTypes(run: Run, root: string, out: string): Promise<ProcessResult> {
	const project = path.join(out, "tsconfig.json");
	const settings = {
		extends: await generatedFile(out, "tsconfig-base.json"),
		compilerOptions: { noEmit: true },
		files: [path.join(root, "firmware", "main.ts")],
	};
	await writeFile(project, JSON.stringify(settings));
	return run("tsc", ["-p", project]);
}

async function checkHeaders(run: Run, sdk: ModdableSdk, root: string, out: string): Promise<string | undefined> {
	// -n prints what make would run. The version is given, since there need be no ESP-IDF to ask.
	const makefile = await generatedFile(out, "makefile");
	const { output, code } = await run("make", ["-n", "-f", makefile, "build", `IDF_VERSION=${idfVersion}`]);
	const compilations = compilationsOf(output);
	if (code !== 0 || compilations.length === 0) return `has a makefile that does not compile anything:\n${output}`;
	const roots = [...sdkFolders.map((folder) => path.join(sdk.root, folder)), path.join(root, "firmware")];
	const missing = await missingHeaders(compilations, roots);
	if (missing.length === 0) return undefined;
	const lines = missing.map(describeMissing).join("\n").replaceAll(sdk.root, "$(MODDABLE)");
	return `includes headers that the compiler would not find:\n${lines}`;
}

function describeMissing({ file, line, header, places }: MissingHeader): string {
	return `${file}:${line}: ${header} is in no include folder, but in ${places.join(", ")}`;
}

async function generatedFile(out: string, name: string): Promise<string> {
	const found = (await readdir(out, { recursive: true })).find((file) => path.basename(file) === name);
	if (found === undefined) throw new Error(`mcconfig wrote no ${name}`);
	return path.join(out, found);
}
