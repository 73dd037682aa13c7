import { ToolError } from "../../base/tool-error.js";
import {
	identityAmong,
	type Partition,
	parsePartitionTable,
	partitionTableOffsets,
	partitionTableSize,
} from "../partitions/partition-table.js";
import { type Chip, locked } from "./chip.js";

/** The board's own partition table; undefined where it has none that is known. */
export async function readPartitions(chip: Chip): Promise<readonly Partition[] | undefined> {
	for (const offset of partitionTableOffsets) {
		const bytes = await chip.read(offset, partitionTableSize);
		try {
			return parsePartitionTable(bytes);
		} catch (error) {
			if (!(error instanceof ToolError)) throw error;
		}
	}
	return undefined;
}

/** The board's identity partition. Rejects with ToolError `firmware-missing`, and `chip-locked` under flash encryption. */
export async function findIdentityPartition(chip: Chip): Promise<Partition> {
	if (chip.description.encrypted) throw locked("has flash encryption enabled, so that what is read is noise");
	const partitions = await readPartitions(chip);
	const identity = identityAmong(partitions ?? []);
	if (identity !== undefined) return identity;
	const found =
		partitions === undefined ? "no partition table" : `partitions ${partitions.map(({ name }) => name).join(", ")}`;
	throw new ToolError("firmware-missing", `The board has no identity partition: ${found}`, {
		next: "flash the firmware first: thingsmith device flash",
	});
}
