import path from "node:path";
import { repositoryRoot } from "../../base/files/repository-root.js";
import { type AppBuild, buildApp } from "../build/build-app.js";
import type { ModdableSdk } from "../build/moddable-sdk.js";

export interface FirmwareBuildOptions {
	readonly sdk: ModdableSdk;
	readonly env: NodeJS.ProcessEnv;
	/** Kept between builds, which makes the next one quick. */
	readonly outDirectory: string;
	/** Absolute path of the simulated identity partition. */
	readonly flashFile: string;
	/** Absolute path of the simulated readings partition; undefined: none. */
	readonly readingsFile?: string;
	/** More of the manifest's `config`. */
	readonly config?: Readonly<Record<string, string>>;
	/** Ends the build, which then rejects with `interrupted`. */
	readonly signal?: AbortSignal;
}

/** Builds manifest.json for the simulator of this host, with its log. Rejects with `build-failed` and its last lines. */
export function buildFirmware({
	flashFile,
	readingsFile = "",
	config,
	...options
}: FirmwareBuildOptions): Promise<AppBuild> {
	const manifest = path.join(repositoryRoot, "manifest.json");
	return buildApp({ ...options, manifest, mode: "debug", config: { ...config, flashFile, readingsFile } });
}
