import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readBounded } from "../../base/files/read-bounded.js";
import { repositoryRoot } from "../../base/files/repository-root.js";
import { systemReason } from "../../base/system-error.js";
import { systemErrorCode, ToolError } from "../../base/tool-error.js";
import { identityAmong, parsePartitionTable } from "../partitions/partition-table.js";
import { type BuildManifest, type FirmwareRegion, parseBuildManifest } from "./build-manifest.js";

/** Bytes of build.json; it has a few thousand. */
const largestManifest = 1_000_000;

export interface LoadedRegion extends FirmwareRegion {
	readonly bytes: Uint8Array;
}

/** A firmware directory in memory, checked. */
export interface FirmwareBundle {
	readonly directory: string;
	readonly manifest: BuildManifest;
	/** By offset. */
	readonly regions: readonly LoadedRegion[];
}

/** Where `npm run build:esp32` leaves the firmware for a target. */
export function firmwareDirectory(target: string): string {
	return join(repositoryRoot, "dist", "firmware", target);
}

/** Reads all of a firmware directory. Rejects with ToolError `firmware-missing`, `firmware-invalid`. */
export async function readFirmwareBundle(directory: string): Promise<FirmwareBundle> {
	const manifest = parseBuildManifest(parseJson(await readManifest(directory)));
	const regions: LoadedRegion[] = [];
	for (const region of manifest.regions) regions.push({ ...region, bytes: await readRegion(directory, region) });
	checkIdentity(manifest, regions);
	return { directory, manifest, regions };
}

/** What build.json says of the identity partition is what keeps it from being overwritten. */
function checkIdentity({ identity }: BuildManifest, regions: readonly LoadedRegion[]): void {
	const table = regions.find(({ name }) => name === "partition-table");
	if (table === undefined) return;
	const actual = identityAmong(parsePartitionTable(table.bytes));
	if (actual?.offset === identity.offset && actual.size === identity.size) return;
	throw damaged("its partition table has the identity partition elsewhere than build.json says");
}

async function readManifest(directory: string): Promise<string> {
	try {
		return (await readBounded(join(directory, "build.json"), largestManifest)).toString("utf8");
	} catch (error) {
		const reason = systemErrorCode(error) === "ENOENT" ? "it holds no build.json" : systemReason(error);
		throw new ToolError("firmware-missing", `There is no firmware in ${directory}: ${reason}`, {
			next: howToGetFirmware(),
			cause: error,
		});
	}
}

/** The package that npm installs has no sources of the firmware. */
function howToGetFirmware(): string {
	const build = "`npm run build:esp32 -- --target TARGET`";
	return existsSync(join(repositoryRoot, "manifest.json"))
		? `build it (${build}), or name another directory with --firmware DIR`
		: `build it in a clone of thingsmith, where its sources are (${build}), and name that clone's dist/firmware/TARGET with --firmware DIR`;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw damaged("build.json is not JSON", error);
	}
}

async function readRegion(directory: string, { file, size, sha256 }: FirmwareRegion): Promise<Uint8Array> {
	const bytes = await readBounded(join(directory, file), size).catch((error: unknown) => {
		throw damaged(`${file} cannot be read: ${(error as Error).message}`, error);
	});
	if (bytes.length !== size) throw damaged(`${file} has ${bytes.length} bytes, build.json says ${size}`);
	const actual = createHash("sha256").update(bytes).digest("hex");
	if (actual !== sha256) throw damaged(`${file} is not the file that build.json describes: its SHA-256 differs`);
	return new Uint8Array(bytes);
}

function damaged(problem: string, cause?: unknown): ToolError {
	return new ToolError("firmware-invalid", `The firmware is damaged: ${problem}`, {
		next: "build it again: npm run build:esp32",
		cause,
	});
}
