import { flashGeometry } from "../../../firmware/ports/flash-rules.js";
import { memberOf } from "../../base/member-of.js";
import { ToolError } from "../../base/tool-error.js";

/** The targets firmware is built for, and what each chip calls itself. */
export const chipNames: Readonly<Record<string, string>> = Object.freeze({
	esp32: "ESP32",
	esp32c3: "ESP32-C3",
	esp32c6: "ESP32-C6",
	esp32s3: "ESP32-S3",
});

/** A file of a firmware directory and where in flash it goes. */
export interface FirmwareRegion {
	/** `bootloader`, `partition-table`, `firmware`, … */
	readonly name: string;
	/** Beside build.json, without any folder. */
	readonly file: string;
	/** In flash, a multiple of 4096. */
	readonly offset: number;
	/** Bytes in the file. */
	readonly size: number;
	/** Of the file, lower-case hex. */
	readonly sha256: string;
}

export interface PartitionRange {
	readonly name: string;
	readonly offset: number;
	readonly size: number;
}

/** `build.json` of a firmware directory, `dist/firmware/<target>/`: written by `npm run build:esp32`, read by `device flash`. */
export interface BuildManifest {
	readonly schema: 1;
	/** A name of `chipNames`. */
	readonly target: string;
	/** As the chip calls itself, e.g. ESP32-C3. */
	readonly chip: string;
	readonly debug: boolean;
	/** Of package.json. */
	readonly version: string;
	/** Moddable SDK, e.g. 8.2.3. */
	readonly sdkVersion: string;
	/** E.g. v6.0. */
	readonly idfVersion: string;
	/** That the firmware needs at least, e.g. 4MB. */
	readonly flashSize: string;
	/** E.g. dio; already in the bootloader's header, here for people and other flashers. */
	readonly flashMode: string;
	/** E.g. 80m. */
	readonly flashFrequency: string;
	/** By offset. */
	readonly regions: readonly FirmwareRegion[];
	readonly partitions: readonly PartitionRange[];
	/** The partition for certificates, keys and settings, which no region touches. */
	readonly identity: { readonly offset: number; readonly size: number };
}

const { blockLength: sectorLength } = flashGeometry;
const largestFlash = 0x10000000;

/** Checks `value`, what build.json holds. Throws ToolError `firmware-invalid` naming the member at fault. */
export function parseBuildManifest(value: unknown): BuildManifest {
	const manifest = object("", value);
	if (manifest.schema !== 1)
		throw invalid(`"schema" must be 1: this firmware was built by another version of thingsmith`);
	const target = text("target", manifest.target);
	const chip = text("chip", manifest.chip);
	if (memberOf(chipNames, target) !== chip)
		throw invalid(`"target" ${target} and "chip" ${chip} are no pair that is known`);
	if (typeof manifest.debug !== "boolean") throw invalid(`"debug" must be true or false`);
	const regions = list("regions", manifest.regions).map(parseRegion);
	const partitions = list("partitions", manifest.partitions).map((one, index) =>
		parseRange(`partitions[${index}]`, one),
	);
	const { offset, size } = range("identity", object("identity", manifest.identity));
	checkApart(regions, { name: "identity", offset, size });
	return {
		schema: 1,
		target,
		chip,
		debug: manifest.debug,
		version: text("version", manifest.version),
		sdkVersion: text("sdkVersion", manifest.sdkVersion),
		idfVersion: text("idfVersion", manifest.idfVersion),
		flashSize: flashSize(manifest.flashSize),
		flashMode: text("flashMode", manifest.flashMode),
		flashFrequency: text("flashFrequency", manifest.flashFrequency),
		regions: regions.sort((a, b) => a.offset - b.offset),
		partitions,
		identity: { offset, size },
	};
}

/** Bytes of a flash size such as 4MB or 512KB; undefined for anything else. */
export function flashSizeBytes(size: string): number | undefined {
	const [, number, unit] = /^(\d+)(KB|MB)$/.exec(size) ?? [];
	return number === undefined ? undefined : Number(number) * (unit === "MB" ? 0x100000 : 0x400);
}

function parseRegion(value: unknown, index: number): FirmwareRegion {
	const name = `regions[${index}]`;
	const region = object(name, value);
	const file = text(`${name}.file`, region.file);
	// A manifest is data: it must not make the tool read files elsewhere.
	if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(file)) throw invalid(`"${name}.file" must be a file name without folders`);
	const sha256 = text(`${name}.sha256`, region.sha256);
	if (!/^[0-9a-f]{64}$/.test(sha256)) throw invalid(`"${name}.sha256" must be 64 lower-case hex digits`);
	return { name: text(`${name}.name`, region.name), file, sha256, ...range(name, region) };
}

function parseRange(name: string, value: unknown): PartitionRange {
	const member = object(name, value);
	return { name: text(`${name}.name`, member.name), ...range(name, member) };
}

function range(name: string, { offset, size }: Readonly<Record<string, unknown>>): { offset: number; size: number } {
	const bounded = (number: unknown, least: number) =>
		Number.isInteger(number) && (number as number) >= least && (number as number) <= largestFlash;
	if (!bounded(offset, 0) || (offset as number) % sectorLength !== 0) {
		throw invalid(`"${name}.offset" must be a multiple of ${sectorLength}`);
	}
	if (!bounded(size, 1)) throw invalid(`"${name}.size" must be a number of bytes`);
	return { offset: offset as number, size: size as number };
}

/** Flash is erased by sectors: what shares one would be lost. */
function checkApart(regions: readonly FirmwareRegion[], identity: PartitionRange): void {
	const all = [...regions, identity].sort((a, b) => a.offset - b.offset);
	for (const [index, one] of all.entries()) {
		const next = all[index + 1];
		const end = Math.ceil((one.offset + one.size) / sectorLength) * sectorLength;
		if (next !== undefined && end > next.offset) throw invalid(`"${one.name}" reaches into "${next.name}"`);
	}
}

function flashSize(value: unknown): string {
	const size = text("flashSize", value);
	if (flashSizeBytes(size) === undefined) throw invalid(`"flashSize" must look like 4MB`);
	return size;
}

function text(name: string, value: unknown): string {
	if (typeof value !== "string" || value === "" || value.length > 200) throw invalid(`"${name}" must be a text`);
	return value;
}

function list(name: string, value: unknown): unknown[] {
	if (!Array.isArray(value) || value.length === 0 || value.length > 100) throw invalid(`"${name}" must be a list`);
	return value;
}

function object(name: string, value: unknown): Readonly<Record<string, unknown>> {
	if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
	throw invalid(name === "" ? "must be a JSON object" : `"${name}" must be an object`);
}

function invalid(problem: string): ToolError {
	return new ToolError("firmware-invalid", `The firmware's build.json: ${problem}`, {
		next: "build it again: npm run build:esp32",
	});
}
