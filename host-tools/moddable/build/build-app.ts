import { mkdir } from "node:fs/promises";
import path from "node:path";
import { repositoryRoot } from "../../base/files/repository-root.js";
import { ToolError } from "../../base/tool-error.js";
import { type ModdableSdk, sdkEnvironment } from "./moddable-sdk.js";
import { runProcess } from "./run-process.js";

/** A first build compiles the SDK's TLS as well; half a minute on a laptop. */
const buildMs = 600_000;

/** `debug` talks to a debugger; `instrument` tells it figures only; `release` is optimized and mute. */
export type BuildMode = "debug" | "instrument" | "release";

const modeArguments: Record<BuildMode, readonly string[]> = { debug: ["-d"], instrument: ["-i"], release: [] };

export interface AppBuild {
	/** What mcsim loads. */
	readonly library: string;
	/** Everything mcconfig, tsc and xsc said. */
	readonly output: string;
}

export interface AppBuildOptions {
	readonly sdk: ModdableSdk;
	readonly env: NodeJS.ProcessEnv;
	/** Absolute path. */
	readonly manifest: string;
	/** Kept between builds, which makes the next one quick. */
	readonly outDirectory: string;
	readonly mode: BuildMode;
	/** Overrides `config` of the manifest. */
	readonly config: Readonly<Record<string, string>>;
	/** Ends the build, which then rejects with `interrupted`. */
	readonly signal?: AbortSignal;
}

/** Builds a manifest for the simulator of this host. Rejects with `build-failed` and its last lines. */
export async function buildApp(options: AppBuildOptions): Promise<AppBuild> {
	const { sdk, env, manifest, outDirectory, mode, config, signal } = options;
	await mkdir(outDirectory, { recursive: true });
	// `-t build` leaves starting to us: mcconfig would end every simulator on this machine and use a display of its own.
	const args = [...modeArguments[mode], "-m", "-p", sdk.platform, "-t", "build", "-o", outDirectory];
	const settings = Object.entries(config).map(([name, value]) => `${name}=${value}`);
	const { output, code } = await runProcess("mcconfig", [...args, ...settings, manifest], {
		cwd: repositoryRoot,
		env: sdkEnvironment(sdk, env),
		timeoutMs: buildMs,
		signal,
	});
	if (signal?.aborted) throw new ToolError("interrupted", "The build was interrupted; the next one goes on with it");
	if (code !== 0) {
		const lastLines = output.split("\n").slice(-25).join("\n");
		throw new ToolError("build-failed", `The firmware does not build:\n${lastLines}`);
	}
	const library = sdk.platform === "win" ? "mc.dll" : "mc.so";
	// mcconfig names the application after the manifest's folder.
	const name = path.basename(path.dirname(manifest));
	return { library: path.join(outDirectory, "bin", sdk.platform, "mc", mode, name, library), output };
}
