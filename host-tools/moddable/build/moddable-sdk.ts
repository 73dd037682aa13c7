import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { repositoryRoot } from "../../base/files/repository-root.js";

/** Platforms of mcconfig whose simulator this host runs. */
export type SimulatorPlatform = "lin" | "mac" | "win";

export interface ModdableSdk {
	/** `$MODDABLE` */
	readonly root: string;
	/** Folder of mcconfig and mcsim. */
	readonly bin: string;
	readonly platform: SimulatorPlatform;
}

const platforms: Partial<Record<NodeJS.Platform, SimulatorPlatform>> = { linux: "lin", darwin: "mac", win32: "win" };

const simulatorTools: Record<SimulatorPlatform, readonly string[]> = {
	lin: ["mcconfig", "mcsim"],
	mac: ["mcconfig", "mcsim.app"],
	win: ["mcconfig.exe", "mcsim.exe"],
};

/** What to tell who has no SDK. */
export const howToGetSdk =
	"The Moddable SDK 8.2.3 is needed: npx xs-dev setup puts it into ~/.local/share/moddable; " +
	"another place is named by the environment variable MODDABLE";

/** The SDK at `$MODDABLE`, else where xs-dev puts it. Undefined when it is not there or its host tools are not built. */
export function findModdableSdk(env: NodeJS.ProcessEnv): ModdableSdk | undefined {
	const platform = platforms[process.platform];
	if (platform === undefined) return undefined;
	const root = env.MODDABLE || path.join(homedir(), ".local", "share", "moddable");
	const bin = path.join(root, "build", "bin", platform, "release");
	// mcsim is built last: where it is, the build was not broken off.
	return simulatorTools[platform].every((tool) => existsSync(path.join(bin, tool)))
		? { root, bin, platform }
		: undefined;
}

/** `env` for the SDK's tools: they want MODDABLE, their own folder and `tsc` on the path. */
export function sdkEnvironment(sdk: ModdableSdk, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const compiler = path.join(repositoryRoot, "node_modules", ".bin");
	const folders = [compiler, sdk.bin, env.PATH ?? ""];
	return { ...env, MODDABLE: sdk.root, PATH: folders.join(path.delimiter) };
}
