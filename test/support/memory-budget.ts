import { readFileSync } from "node:fs";
import path from "node:path";
import { repositoryRoot } from "../../host-tools/base/files/repository-root.js";

export interface MemoryBudget {
	/** Slots. */
	readonly stack: number;
	/** Slots. */
	readonly slots: number;
	/** Bytes. */
	readonly chunks: number;
}

/** The column "budget" of the first table of docs/memory.md. Throws where it lacks a row. */
export function readMemoryBudget(): MemoryBudget {
	const text = readFileSync(path.join(repositoryRoot, "docs", "memory.md"), "utf8");
	const budget = (what: string) => {
		const [, cell] = new RegExp(`^\\| ${what} +\\|[^|]*\\| *([\\d,]+)[^|]*\\|`, "m").exec(text) ?? [];
		if (cell === undefined) throw new Error(`docs/memory.md has no budget for "${what}"`);
		return Number(cell.replaceAll(",", ""));
	};
	return { stack: budget("stack"), slots: budget("slots"), chunks: budget("chunks") };
}
