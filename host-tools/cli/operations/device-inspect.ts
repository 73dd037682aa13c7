import { flashGeometry } from "../../../firmware/ports/flash-rules.js";
import { readInputFile } from "../../base/files/read-input-file.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError } from "../../base/tool-error.js";
import type { BootloaderEvent } from "../../board/bootloader/bootloader-events.js";
import { findIdentityPartition } from "../../board/bootloader/identity-partition.js";
import { withChip } from "../../board/bootloader/with-chip.js";
import type { IdentityReport } from "../../board/identity/identity-report.js";
import { inspectIdentity } from "../../board/identity/inspect-identity.js";
import { identityAmong, parsePartitionTable, partitionTableOffsets } from "../../board/partitions/partition-table.js";
import type { BoardOptions } from "../../board/serial/open-board.js";

/** What an identity partition holds. */
export interface InspectedEvent {
	readonly event: "inspected";
	readonly source: string;
	readonly report: IdentityReport;
}

/** Bytes; the largest flash there is on an ESP32 board is 32 MB. */
const largestFile = 0x2000000;

/** What the identity partition in a file holds: an image, a device's flash file, or the dump of a whole flash. */
export async function inspectFile(path: string, { emit, signal }: TaskContext<InspectedEvent>): Promise<void> {
	const report = inspectIdentity(identityIn(path, await readImage(path, signal)));
	emit({ event: "inspected", source: path, report });
}

/** What the identity partition of a board holds. It is read into memory only; the board is restarted afterwards. */
export async function inspectBoard(
	options: BoardOptions,
	context: TaskContext<InspectedEvent | BootloaderEvent>,
): Promise<void> {
	await withChip(options, context, async (chip, port) => {
		const { offset, size } = await findIdentityPartition(chip);
		const bytes = await chip.read(offset, size);
		await chip.restart();
		context.emit({ event: "inspected", source: port.path, report: inspectIdentity(bytes) });
	});
}

async function readImage(path: string, signal: AbortSignal): Promise<Uint8Array> {
	const next = "name an identity image, a flash file of a virtual device, or a dump of a board's flash";
	return new Uint8Array(await readInputFile(path, { next, signal, largest: largestFile }));
}

/** The identity partition in a file: all of it, or the part of a whole flash that its partition table names. */
function identityIn(path: string, bytes: Uint8Array): Uint8Array {
	const { blockLength } = flashGeometry;
	for (const offset of partitionTableOffsets) {
		const partition = identityOf(bytes.subarray(offset));
		if (partition !== undefined) return bytes.slice(partition.offset, partition.offset + partition.size);
	}
	if (bytes.length < 2 * blockLength || bytes.length % blockLength !== 0) {
		throw invalid(
			path,
			`has ${bytes.length} bytes: an identity partition has a multiple of ${blockLength}, two or more`,
		);
	}
	return bytes;
}

function identityOf(table: Uint8Array) {
	try {
		return identityAmong(parsePartitionTable(table));
	} catch {
		return undefined;
	}
}

function invalid(path: string, problem: string): ToolError {
	return new ToolError("file-invalid", `${path} ${problem}`, { next: "is it the right file?" });
}
