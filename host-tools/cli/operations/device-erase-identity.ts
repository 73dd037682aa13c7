import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import type { BootloaderEvent } from "../../board/bootloader/bootloader-events.js";
import type { Chip } from "../../board/bootloader/chip.js";
import { findIdentityPartition } from "../../board/bootloader/identity-partition.js";
import { withChip } from "../../board/bootloader/with-chip.js";
import type { IdentityReport } from "../../board/identity/identity-report.js";
import { inspectIdentity } from "../../board/identity/inspect-identity.js";
import type { Partition } from "../../board/partitions/partition-table.js";
import type { BoardOptions } from "../../board/serial/open-board.js";

export interface EraseIdentityOptions {
	readonly board: BoardOptions;
	readonly yes: boolean;
	readonly dryRun: boolean;
}

/** Erases the identity partition and nothing else: the board is as new, and what AWS knows of it stays at AWS. */
export async function eraseIdentity(
	options: EraseIdentityOptions,
	context: TaskContext<BootloaderEvent>,
): Promise<void> {
	const { board, yes, dryRun } = options;
	const { emit } = context;
	await withChip(board, context, async (chip) => {
		const partition = await findIdentityPartition(chip);
		const { offset, size } = partition;
		const holder = describe(await chip.read(offset, size));
		if (!yes && !dryRun) {
			throw new ToolError("usage", `This would erase ${holder}; there is no copy of it`, {
				next: "add --yes if that is meant",
			});
		}
		if (!dryRun) await erase(chip, partition);
		await chip.restart();
		const erased = { event: "erased", what: "identity", offset, size } as const;
		emit(dryRun ? { ...erased, planned: true } : erased);
		emit({ event: "note", text: dryRun ? `It would erase ${holder}.` : `Erased ${holder}.` });
	});
}

async function erase(chip: Chip, { offset, size }: Partition): Promise<void> {
	await chip.erase(offset, size);
	if ((await chip.read(offset, size)).every((byte) => byte === 0xff)) return;
	throw new ToolError("flash-mismatch", "The identity partition is not empty after it was erased", {
		next: "try again; if it stays, the flash is worn: take the board out of use, its key can be read",
	});
}

function describe(bytes: Uint8Array): string {
	let report: IdentityReport;
	try {
		report = inspectIdentity(bytes);
	} catch {
		return "records that cannot be read";
	}
	const { content, identity, staged } = report;
	if (content === "identity") return `the identity of thing ${identity?.thingName}`;
	if (content === "staged")
		return `an identity not used yet${staged?.thingName === undefined ? "" : `, thing ${staged.thingName}`}`;
	if (content === "claim") return "a bootstrap with a claim";
	return content === "empty" ? "nothing: it is empty already" : "something that is no identity";
}
