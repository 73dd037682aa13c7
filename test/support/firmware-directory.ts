import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type BuildManifest, chipNames } from "../../host-tools/board/firmware/build-manifest.js";
import { boardPartitions, partitionTable } from "./partition-table.js";

export interface FirmwareOptions {
	readonly target?: "esp32" | "esp32c3" | "esp32s3";
	/** Bytes of the application. */
	readonly size?: number;
	/** Two firmwares with the same seed are the same. */
	readonly seed?: number;
	/** Over the manifest's own members. */
	readonly manifest?: Partial<BuildManifest>;
}

/** The files of a firmware that no chip could run, by name, and their manifest: what `npm run build:esp32` would leave. */
export function makeFirmware(options: FirmwareOptions = {}): {
	manifest: BuildManifest;
	files: Map<string, Uint8Array>;
} {
	const { target = "esp32c3", size = 100_003, seed = 1 } = options;
	const bootloader = target === "esp32" ? 0x1000 : 0;
	const parts = [
		{ name: "bootloader", offset: bootloader, bytes: program(20_001, 1000) },
		{ name: "partition-table", offset: 0x8000, bytes: partitionTable(boardPartitions) },
		{ name: "firmware", offset: 0x10000, bytes: program(size, seed) },
	];
	const manifest: BuildManifest = {
		schema: 1,
		target,
		chip: chipNames[target] as string,
		debug: false,
		version: "0.1.0",
		sdkVersion: "8.2.3",
		idfVersion: "v6.0",
		flashSize: "4MB",
		flashMode: "dio",
		flashFrequency: "80m",
		regions: parts.map(({ name, offset, bytes }) => ({
			name,
			file: `${name}.bin`,
			offset,
			size: bytes.length,
			sha256: createHash("sha256").update(bytes).digest("hex"),
		})),
		partitions: boardPartitions.map(({ name, offset, size }) => ({ name, offset, size })),
		identity: { offset: 0x3f8000, size: 0x8000 },
		...options.manifest,
	};
	return { manifest, files: new Map(parts.map(({ name, bytes }) => [`${name}.bin`, bytes])) };
}

/** Writes a firmware into `directory`, which is made, and returns its files' content. */
export async function writeFirmware(directory: string, options: FirmwareOptions = {}) {
	const firmware = makeFirmware(options);
	await mkdir(directory, { recursive: true });
	await writeFile(join(directory, "build.json"), JSON.stringify(firmware.manifest));
	for (const [name, bytes] of firmware.files) await writeFile(join(directory, name), bytes);
	return firmware;
}

/** Begins as an ESP image does; half of it compresses well, as programs do. */
function program(size: number, seed: number): Uint8Array {
	const bytes = new Uint8Array(size);
	let state = seed * 2_654_435_761;
	for (let index = 0; index < size; index++) {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		bytes[index] = (index >> 8) % 2 === 0 ? state >>> 24 : index >> 10;
	}
	bytes[0] = 0xe9;
	return bytes;
}
