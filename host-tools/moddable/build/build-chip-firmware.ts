import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { repositoryRoot } from "../../base/files/repository-root.js";
import type { NoteEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import { firmwareDirectory } from "../../board/firmware/firmware-bundle.js";
import type { ChipTarget } from "./chip-target.js";
import { collectFirmware } from "./collect-firmware.js";
import { findEspIdf } from "./esp-idf.js";
import { findModdableSdk, howToGetSdk, type ModdableSdk, sdkEnvironment } from "./moddable-sdk.js";
import { runProcess } from "./run-process.js";

export interface ChipBuildOptions {
	readonly target: ChipTarget;
	readonly debug: boolean;
	/** With flash encryption and secure boot: not signed yet. */
	readonly secure: boolean;
	readonly env: NodeJS.ProcessEnv;
}

/** A first build compiles ESP-IDF as well: minutes, or many of them on a small machine. */
const buildMs = 3_600_000;
const secureDirectory = path.join(repositoryRoot, "firmware", "adapters", "esp32", "secure");
/** What manifest.json takes in the place of its own partition table and settings of ESP-IDF. */
const secureEnvironment = Object.freeze({
	SDKCONFIGPATH: secureDirectory,
	PARTITIONS_FILE: path.join(secureDirectory, "partitions.csv"),
});

/** Builds the firmware for a chip into `dist/firmware/<target>/`. Rejects with `sdk-missing`, `idf-missing`, `toolchain-missing`, `build-failed`. */
export async function buildChipFirmware(options: ChipBuildOptions, context: TaskContext<NoteEvent>): Promise<void> {
	const { target, debug, env } = options;
	const { emit } = context;
	const sdk = findModdableSdk(env);
	if (sdk === undefined) throw new ToolError("sdk-missing", "There is no Moddable SDK", { next: howToGetSdk });
	const idf = await findEspIdf(env, target, context.signal);
	const version = await packageVersion();
	const { project, outDirectory } = places(options);
	emit({ event: "note", text: `Building the firmware for ${target.chip}; the first time takes minutes …` });
	await prepare(project, version);
	const output = await runMcconfig(sdk, options, context);
	for (const text of linkerWarnings(output)) emit({ event: "note", text });
	const manifest = await collectFirmware({
		target,
		debug,
		version,
		outDirectory,
		buildDirectory: path.join(project, "build"),
		sdkVersion: await sdkVersion(sdk),
		idfVersion: idf.version,
	});
	for (const { name, offset, size, sha256 } of manifest.regions) {
		const text = `${name}: ${size} bytes at 0x${offset.toString(16)}, SHA-256 ${sha256.slice(0, 16)}…`;
		emit({ event: "note", text });
	}
	emit({ event: "note", text: `In ${path.relative(repositoryRoot, outDirectory)}` });
}

interface Places {
	/** Kept between builds, which makes the next one quick. */
	readonly workDirectory: string;
	/** Where mcconfig puts ESP-IDF's project. */
	readonly project: string;
	readonly outDirectory: string;
}

function places({ target, debug, secure }: ChipBuildOptions): Places {
	const suffix = secure ? "-secure" : "";
	const workDirectory = path.join(repositoryRoot, "build", `esp32${suffix}`);
	const kind = debug ? "debug" : "release";
	const folders = ["tmp", target.platform, kind, path.basename(repositoryRoot), `xsProj-${target.name}`];
	const outDirectory = `${firmwareDirectory(target.name)}${suffix}`;
	return { workDirectory, project: path.join(workDirectory, ...folders), outDirectory };
}

/**
 * The SDK's makefile goes on when ESP-IDF's build failed: what an earlier one left must not pass for this one's. The version would
 * otherwise be that of whatever repository lies around the folder.
 */
async function prepare(project: string, version: string): Promise<void> {
	const build = path.join(project, "build");
	for (const file of ["xs_esp32.bin", ".bin_timestamp", "bootloader/bootloader.bin", "bootloader/.bin_timestamp"]) {
		await rm(path.join(build, file), { force: true });
	}
	await mkdir(project, { recursive: true });
	await writeFile(path.join(project, "version.txt"), `${version}\n`);
}

async function runMcconfig(
	sdk: ModdableSdk,
	options: ChipBuildOptions,
	{ signal }: TaskContext<NoteEvent>,
): Promise<string> {
	const { target, debug, secure, env } = options;
	const { workDirectory, project } = places(options);
	const args = ["-m", "-p", target.platform, "-t", "build", "-o", workDirectory];
	if (debug) args.unshift("-d");
	const toolEnv = sdkEnvironment(sdk, env);
	const { output, code } = await runProcess("mcconfig", [...args, path.join(repositoryRoot, "manifest.json")], {
		cwd: repositoryRoot,
		env: secure ? { ...toolEnv, ...secureEnvironment } : toolEnv,
		timeoutMs: buildMs,
		signal,
	});
	// The makefile takes this file for a sign that ESP-IDF is configured, and it is written before that is done.
	if (!/^\[\d+\/\d+\]/m.test(output)) await rm(path.join(project, "build", "config", "sdkconfig.h"), { force: true });
	if (signal.aborted) throw new ToolError("interrupted", "The build was interrupted; the next one goes on with it");
	// What make ignores, ninja says.
	if (code === 0 && !/^(ninja failed|ninja: build stopped|FAILED:)/m.test(output)) return output;
	throw new ToolError("build-failed", `The firmware does not build for ${target.chip}:\n${lastWords(output)}`);
}

/** What XS's linker finds in our modules, which are to stay in flash, and copies into RAM. The SDK's own have some. */
function linkerWarnings(output: string): string[] {
	return output.split("\n").filter((line) => /^### warning: (?!(wifi|ssl\/cache|ssl\/cert): )/.test(line));
}

/** Lines that say what is wrong, else the last ones. */
function lastWords(output: string): string {
	const lines = output.split("\n").filter((line) => line.trim() !== "");
	const errors = lines.filter((line) => /\berror\b|undefined reference|overflowed/i.test(line));
	return (errors.length > 0 ? errors : lines).slice(-25).join("\n");
}

async function packageVersion(): Promise<string> {
	const { version } = JSON.parse(await readFile(path.join(repositoryRoot, "package.json"), "utf8")) as {
		version: string;
	};
	return version;
}

async function sdkVersion(sdk: ModdableSdk): Promise<string> {
	return (await readFile(path.join(sdk.root, "tools", "VERSION"), "utf8")).trim();
}
