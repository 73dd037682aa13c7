import { throwIfInterrupted } from "../../base/interruption.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import { flashSizeBytes } from "../firmware/build-manifest.js";
import type { FirmwareBundle } from "../firmware/firmware-bundle.js";
import { inspectIdentity } from "../identity/inspect-identity.js";
import { identityAmong } from "../partitions/partition-table.js";
import type { BootloaderEvent } from "./bootloader-events.js";
import { type Chip, type ChipDescription, locked } from "./chip.js";
import { readPartitions } from "./identity-partition.js";
import { holdsRegion, writeVerified } from "./write-verified.js";

export interface FlashFirmwareOptions {
	/** The whole flash first, identity included. */
	readonly erase: boolean;
	/** Says what would be done. */
	readonly dryRun: boolean;
}

/**
 * Brings a firmware onto a chip: only regions that differ are written, each is checked, and the identity partition is not touched
 * except by `erase`. Nothing is written before everything was checked. Returns true when something was written.
 */
export async function flashFirmware(
	chip: Chip,
	bundle: FirmwareBundle,
	{ erase, dryRun }: FlashFirmwareOptions,
	context: TaskContext<BootloaderEvent>,
): Promise<boolean> {
	const { emit, signal } = context;
	checkFits(chip.description, bundle);
	if (!erase) await checkIdentityStays(chip, bundle);
	if (erase) {
		if (!dryRun) await chip.eraseAll();
		const erased = { event: "erased", what: "flash" } as const;
		emit(dryRun ? { ...erased, planned: true } : erased);
	}
	let changed = erase;
	for (const { name, offset, size, bytes } of bundle.regions) {
		throwIfInterrupted(signal);
		const startedAt = performance.now();
		const region = { name, offset, bytes };
		const same = !erase && (await holdsRegion(chip, region));
		const outcome = same ? "unchanged" : dryRun ? "planned" : "written";
		if (outcome === "written") await writeVerified(chip, region, context);
		changed ||= !same;
		const milliseconds = Math.round(performance.now() - startedAt);
		emit({ event: "region", region: name, offset, size, outcome, milliseconds });
	}
	return changed && !dryRun;
}

/** Throws ToolError `chip-mismatch`, `chip-locked`. */
export function checkFits(
	{ name, target, flashSize, encrypted }: ChipDescription,
	{ manifest, directory }: FirmwareBundle,
): void {
	if (manifest.target !== target) {
		throw new ToolError(
			"chip-mismatch",
			`The board has an ${name}, the firmware in ${directory} is for ${manifest.chip}`,
			{
				next: `build it for this chip: npm run build:esp32 -- --target ${target}`,
			},
		);
	}
	if (encrypted) throw locked("has flash encryption enabled, and plain firmware would not start any more");
	const available = flashSize === undefined ? undefined : flashSizeBytes(flashSize);
	if (available !== undefined && available < (flashSizeBytes(manifest.flashSize) ?? 0)) {
		throw new ToolError(
			"chip-mismatch",
			`The board has ${flashSize} of flash, the firmware needs ${manifest.flashSize}`,
			{
				next: "take a board with more flash, or build the firmware for a smaller one",
			},
		);
	}
}

/** A firmware with another layout must not leave a device without the identity that AWS knows. */
async function checkIdentityStays(chip: Chip, { manifest }: FirmwareBundle): Promise<void> {
	const there = identityAmong((await readPartitions(chip)) ?? []);
	const { offset, size } = manifest.identity;
	if (there === undefined || (there.offset === offset && there.size === size)) return;
	const { content } = inspectIdentity(await chip.read(there.offset, there.size));
	if (content === "empty" || content === "noise" || content === "unknown") return;
	throw new ToolError(
		"partition-mismatch",
		`The board's identity is at ${hex(there.offset)}, where this firmware does not look: it wants it at ${hex(offset)}`,
		{ next: "flash a firmware with the same partition table, or give the identity up with --erase --yes" },
	);
}

function hex(offset: number): string {
	return `0x${offset.toString(16)}`;
}
