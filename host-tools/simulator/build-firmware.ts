import { mkdir } from "node:fs/promises";
import path from "node:path";
import { ToolError } from "../tool-error.js";
import { type ModdableSdk, sdkEnvironment } from "./moddable-sdk.js";
import { repositoryRoot } from "./repository-root.js";
import { runProcess } from "./run-process.js";

/** A first build compiles the SDK's TLS as well; half a minute on a laptop. */
const buildMs = 600_000;

export interface FirmwareBuild {
	/** What mcsim loads. */
	readonly library: string;
	/** Everything mcconfig, tsc and xsc said. */
	readonly output: string;
}

export interface FirmwareBuildOptions {
	readonly sdk: ModdableSdk;
	readonly env: NodeJS.ProcessEnv;
	/** Kept between builds, which makes the next one quick. */
	readonly outDirectory: string;
	/** Absolute path of the simulated identity partition. */
	readonly flashFile: string;
	/** Ends the build, which then rejects with `interrupted`. */
	readonly signal?: AbortSignal;
}

/** Builds manifest.json for the simulator of this host. Rejects with `build-failed` and its last lines. */
export async function buildFirmware(options: FirmwareBuildOptions): Promise<FirmwareBuild> {
	const { sdk, env, outDirectory, flashFile, signal } = options;
	await mkdir(outDirectory, { recursive: true });
	// `-t build` leaves starting to us: mcconfig would end every simulator on this machine and use a display of its own.
	const args = ["-d", "-m", "-p", sdk.platform, "-t", "build", "-o", outDirectory, `flashFile=${flashFile}`];
	const { output, code } = await runProcess("mcconfig", [...args, path.join(repositoryRoot, "manifest.json")], {
		cwd: repositoryRoot,
		env: sdkEnvironment(sdk, env),
		timeoutMs: buildMs,
		...(signal === undefined ? {} : { signal }),
	});
	if (signal?.aborted) throw new ToolError("interrupted", "The build was interrupted; the next one goes on with it");
	if (code !== 0) {
		const lastLines = output.split("\n").slice(-25).join("\n");
		throw new ToolError("build-failed", `The firmware does not build:\n${lastLines}`);
	}
	return { library: findLibrary(sdk, outDirectory), output };
}

function findLibrary({ platform }: ModdableSdk, outDirectory: string): string {
	const library = platform === "win" ? "mc.dll" : "mc.so";
	// mcconfig names the application after the manifest's folder.
	return path.join(outDirectory, "bin", platform, "mc", "debug", path.basename(repositoryRoot), library);
}
