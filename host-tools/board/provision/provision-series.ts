import { DeviceError } from "../../../firmware/ports/errors.js";
import { failedEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError, type ToolErrorCode } from "../../base/tool-error.js";
import type { listPorts } from "../serial/list-ports.js";
import { openPatiently } from "../serial/reopening-link.js";
import { BoardQueue } from "./board-queue.js";
import type { ProvisionBoardOptions } from "./board-run.js";
import { type ProvisionedBoard, provisionBoard } from "./provision-board.js";
import type { ProvisionEvent } from "./provision-events.js";
import { type BoardRecord, RecordFile } from "./record-file.js";

/** How long the system may take to give a new port to its user, in ms. */
const newPortMs = 3_000;

export interface SeriesOptions {
	/** Boards to be provisioned in all, those in the record included; undefined: until Ctrl-C. */
	readonly count: number | undefined;
	/** A line for each board; undefined: none is kept. */
	readonly recordPath: string | undefined;
	/** Undefined: every port with a board. */
	readonly port: string | undefined;
	readonly list: typeof listPorts;
	readonly board: ProvisionBoardOptions;
}

/**
 * Provisions one board after the other, the next as soon as it is plugged in. A failure is reported and kept, and the series goes on;
 * that board is tried again when it is plugged in again.
 */
export async function provisionSeries(options: SeriesOptions, context: TaskContext<ProvisionEvent>): Promise<void> {
	const { count = Number.POSITIVE_INFINITY, recordPath, board } = options;
	const { emit, signal } = context;
	const record = recordPath === undefined ? undefined : await RecordFile.open(recordPath);
	const queue = new BoardQueue(options.port, options.list);
	// A port that has just come is not at once this user's to open.
	const access = { ...board.access, openLink: openPatiently(board.access.openLink, newPortMs) };
	const sum = new Sum(record?.count ?? 0);
	const report = (waiting: boolean) => emit({ event: "series", ...sum.counts, waiting });
	try {
		while (sum.total < count && !signal.aborted) {
			report(true);
			const port = await queue.next(signal);
			const startedAt = performance.now();
			let serialNumber = "";
			const onIdentified = (identified: string) => {
				serialNumber = identified;
			};
			const outcome = await provisionBoard(port, { ...board, access, onIdentified }, context).catch(boardFailure);
			const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
			if ("code" in outcome) {
				const { code, message } = outcome;
				emit(failedEvent(outcome, port.path));
				sum.failed += 1;
				await record?.append({ ...stamp(), serialNumber, outcome: "failed", seconds, code, message });
			} else {
				await take(outcome, sum, record, seconds);
			}
		}
	} finally {
		report(false);
	}
}

async function take(done: ProvisionedBoard, sum: Sum, record: RecordFile | undefined, seconds: number): Promise<void> {
	const { serialNumber, thingName, certificateId } = done;
	const known = record?.isProvisioned(serialNumber) || sum.seen.has(serialNumber);
	if (known) sum.skipped += 1;
	else sum.provisioned += 1;
	sum.seen.add(serialNumber);
	// A board whose identity was erased meanwhile has another certificate now, but is no board more.
	if (known && done.already) return;
	const line: BoardRecord = { ...stamp(), serialNumber, outcome: "provisioned", thingName, certificateId, seconds };
	await record?.append(line);
}

/** Not a board's fault: the next board would fail for it too. */
const codesOfSeries: readonly ToolErrorCode[] = Object.freeze([
	"usage",
	"interrupted",
	"installation-incomplete",
	"region-missing",
	"bootstrap-invalid",
	"credentials-missing",
	"credentials-refused",
	"permission-missing",
	"endpoint-unreachable",
	"template-missing",
	"template-unusable",
	"parameter-missing",
	"parameter-unknown",
	"parameter-invalid",
	"root-ca-invalid",
	"firmware-invalid",
	"file-invalid",
]);

/** A board's failure, which a series goes on after. Throws what is none: it ends the series. */
export function boardFailure(thrown: unknown): ToolError {
	if (!(thrown instanceof ToolError) && !(thrown instanceof DeviceError)) throw thrown;
	if (codesOfSeries.includes(thrown.code)) throw thrown;
	return thrown instanceof ToolError ? thrown : new ToolError(thrown.code, thrown.message, { cause: thrown });
}

class Sum {
	readonly #before: number;
	readonly seen = new Set<string>();
	provisioned = 0;
	failed = 0;
	skipped = 0;

	/** `before`: boards of the series that were done before. */
	constructor(before: number) {
		this.#before = before;
	}

	get total(): number {
		return this.#before + this.provisioned;
	}

	get counts() {
		return { provisioned: this.provisioned, failed: this.failed, skipped: this.skipped };
	}
}

function stamp(): { time: string } {
	return { time: new Date().toISOString() };
}
