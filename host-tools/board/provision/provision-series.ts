import { DeviceError } from "../../../firmware/ports/errors.js";
import { failedEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import { ToolError, type ToolErrorCode } from "../../base/tool-error.js";
import type { listPorts } from "../serial/list-ports.js";
import { openPatiently } from "../serial/reopening-link.js";
import { BoardQueue } from "./board-queue.js";
import type { IdentifiedBoard, ProvisionBoardOptions } from "./board-run.js";
import type { SensorOutcome } from "./progress.js";
import { type ProvisionedBoard, provisionBoard } from "./provision-board.js";
import type { ProvisionEvent } from "./provision-events.js";
import { type BoardRecord, RecordFile } from "./record-file.js";
import { SeriesSum } from "./series-sum.js";

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
 * that board is tried again when it is plugged in again. What the settings are to blame for ends it, while no board was provisioned yet.
 */
export async function provisionSeries(options: SeriesOptions, context: TaskContext<ProvisionEvent>): Promise<void> {
	const { count, recordPath, board } = options;
	const { emit, signal } = context;
	const record = recordPath === undefined ? undefined : await RecordFile.open(recordPath);
	const queue = new BoardQueue(options.port, options.list);
	// A port that has just come is not at once this user's to open.
	const access = { ...board.access, openLink: openPatiently(board.access.openLink, newPortMs) };
	const sum = new SeriesSum(record?.count ?? 0, count);
	const report = (waiting: boolean) => emit({ event: "series", ...sum.counts, waiting });
	try {
		while (!sum.isComplete && !signal.aborted) {
			report(true);
			const port = await queue.next(signal);
			const startedAt = performance.now();
			let identified: IdentifiedBoard = { serialNumber: "", chip: undefined };
			const onIdentified = (known: IdentifiedBoard) => {
				identified = known;
			};
			const outcome = await provisionBoard(port, { ...board, access, onIdentified }, context).catch(boardFailure);
			const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
			if ("code" in outcome) {
				const { code, message } = outcome;
				sum.failed += 1;
				await record?.append({ ...stamp(), ...identified, outcome: "failed", seconds, code, message });
				if (sum.provisioned === 0 && codesOfSettings.includes(code)) throw outcome;
				emit(failedEvent(outcome, port.path));
			} else {
				await take(outcome, sum, record, seconds);
			}
		}
	} finally {
		report(false);
	}
}

async function take(
	done: ProvisionedBoard,
	sum: SeriesSum,
	record: RecordFile | undefined,
	seconds: number,
): Promise<void> {
	const { serialNumber, thingName, certificateId, chip, firmware, sensor } = done;
	const known = record?.isProvisioned(serialNumber) ?? false;
	const counted = sum.add(serialNumber, known);
	// A board whose identity was erased meanwhile has another certificate now, but is no board more.
	if (!counted && done.already) return;
	const about = { thingName, certificateId, chip, firmware, ...sensorColumns(sensor) };
	const line: BoardRecord = { ...stamp(), serialNumber, outcome: "provisioned", ...about, seconds };
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

/** The next board fails for it too, unless one before it did not. */
const codesOfSettings: readonly ToolErrorCode[] = Object.freeze([
	"sensor-unknown",
	"network-refused",
	"server-untrusted",
	"connection-lost",
]);

/** A board's failure, which a series goes on after. Throws what is none: it ends the series. */
export function boardFailure(thrown: unknown): ToolError {
	if (!(thrown instanceof ToolError) && !(thrown instanceof DeviceError)) throw thrown;
	if (codesOfSeries.includes(thrown.code)) throw thrown;
	return thrown instanceof ToolError ? thrown : new ToolError(thrown.code, thrown.message, { cause: thrown });
}

function sensorColumns(sensor: SensorOutcome | undefined): Pick<BoardRecord, "sensor" | "message"> {
	if (sensor === undefined) return {};
	return sensor.answers ? { sensor: "answers" } : { sensor: sensor.code, message: sensor.message };
}

function stamp(): { time: string } {
	return { time: new Date().toISOString() };
}
