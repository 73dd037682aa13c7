import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { ToolError } from "../../base/tool-error.js";
import { type BuildManifest, type FirmwareRegion, parseBuildManifest } from "../../board/firmware/build-manifest.js";
import { identityAmong, parsePartitionTable } from "../../board/partitions/partition-table.js";
import type { ChipTarget } from "./chip-target.js";
import { type FlasherArguments, parseFlasherArguments } from "./flasher-arguments.js";

export interface CollectOptions {
	/** Where ESP-IDF built: flasher_args.json and what it names. */
	readonly buildDirectory: string;
	/** Replaced as a whole. */
	readonly outDirectory: string;
	readonly target: ChipTarget;
	readonly debug: boolean;
	readonly version: string;
	readonly sdkVersion: string;
	readonly idfVersion: string;
}

/** Copies what is flashed into `outDirectory`, with build.json. Rejects with ToolError `build-failed`, and changes nothing then. */
export async function collectFirmware(options: CollectOptions): Promise<BuildManifest> {
	const { buildDirectory, outDirectory } = options;
	const flasher = parseFlasherArguments(await read(path.join(buildDirectory, "flasher_args.json")));
	const contents = new Map<string, Uint8Array>();
	const regions: FirmwareRegion[] = [];
	for (const { name, offset, file } of flasher.regions) {
		const bytes = await read(path.join(buildDirectory, file));
		const copy = `${name}.bin`;
		contents.set(copy, bytes);
		regions.push({ name, file: copy, offset, size: bytes.length, sha256: sha256(bytes) });
	}
	const manifest = describe(options, flasher, regions, contents.get("partition-table.bin"));
	await replaceDirectory(outDirectory, contents, manifest);
	return manifest;
}

function describe(
	{ target, debug, version, sdkVersion, idfVersion }: CollectOptions,
	{ flashSize, flashMode, flashFrequency }: FlasherArguments,
	regions: readonly FirmwareRegion[],
	table: Uint8Array | undefined,
): BuildManifest {
	if (table === undefined) throw new ToolError("build-failed", "ESP-IDF built no partition table");
	const partitions = parsePartitionTable(table).map(({ name, offset, size }) => ({ name, offset, size }));
	const identity = identityAmong(partitions);
	if (identity === undefined) throw new ToolError("build-failed", 'The partition table has no "identity"');
	// Held against the reader's rules: what we write, `device flash` takes.
	return parseBuildManifest({
		schema: 1,
		target: target.name,
		chip: target.chip,
		debug,
		version,
		sdkVersion,
		idfVersion,
		flashSize,
		flashMode,
		flashFrequency,
		regions,
		partitions,
		identity: { offset: identity.offset, size: identity.size },
	});
}

/** Written beside it first: an interrupted build leaves the old firmware or the new one. */
async function replaceDirectory(
	directory: string,
	contents: ReadonlyMap<string, Uint8Array>,
	manifest: BuildManifest,
): Promise<void> {
	const fresh = `${directory}.new`;
	await rm(fresh, { recursive: true, force: true });
	await mkdir(fresh, { recursive: true });
	for (const [file, bytes] of contents) await writeFile(path.join(fresh, file), bytes);
	await writeFile(path.join(fresh, "build.json"), `${JSON.stringify(manifest, undefined, "\t")}\n`);
	await rm(directory, { recursive: true, force: true });
	await rename(fresh, directory);
}

async function read(file: string): Promise<Uint8Array> {
	try {
		return await readFile(file);
	} catch (cause) {
		throw new ToolError("build-failed", `ESP-IDF left no ${path.basename(file)}`, { cause });
	}
}

function sha256(bytes: Uint8Array): string {
	return createHash("sha256").update(bytes).digest("hex");
}
