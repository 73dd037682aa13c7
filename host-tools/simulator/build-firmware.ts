import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type ModdableSdk, sdkEnvironment } from "./moddable-sdk.js";
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
	readonly repository: string;
	/** Kept between builds, which makes the next one quick. */
	readonly outDirectory: string;
	/** Absolute path of the simulated identity partition. */
	readonly flashFile: string;
	readonly onOutput?: (text: string) => void;
}

/** Builds manifest.json for the simulator of this host. Rejects with the build's last lines. */
export async function buildFirmware(options: FirmwareBuildOptions): Promise<FirmwareBuild> {
	const { sdk, repository, outDirectory, flashFile, onOutput } = options;
	await mkdir(outDirectory, { recursive: true });
	// `-t build` leaves starting to us: mcconfig would end every simulator on this machine and use a display of its own.
	const args = ["-d", "-m", "-p", sdk.platform, "-t", "build", "-o", outDirectory, `flashFile=${flashFile}`];
	const { output, code } = await runProcess("mcconfig", [...args, path.join(repository, "manifest.json")], {
		cwd: repository,
		env: sdkEnvironment(sdk, repository),
		timeoutMs: buildMs,
		...(onOutput === undefined ? {} : { onOutput }),
	});
	if (code !== 0) throw new Error(`The firmware does not build:\n${output.split("\n").slice(-25).join("\n")}`);
	return { library: findLibrary(sdk, options), output };
}

function findLibrary({ platform }: ModdableSdk, { repository, outDirectory }: FirmwareBuildOptions): string {
	const library = platform === "win" ? "mc.dll" : "mc.so";
	// mcconfig names the application after the manifest's folder.
	return path.join(outDirectory, "bin", platform, "mc", "debug", path.basename(repository), library);
}
