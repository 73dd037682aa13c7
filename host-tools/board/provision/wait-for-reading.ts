import { withBoardLines } from "../bootstrap-link/board-lines.js";
import type { BoardRun, OnlineBoard } from "./board-run.js";
import { followDevice } from "./follow-device.js";
import type { OnlineDevice } from "./progress.js";
import { readingDeadline } from "./reading-deadline.js";

/** The step `reading`: ends when a board that was provisioned before has had a reading acknowledged. Rejects as `followDevice` does. */
export async function waitForReading(run: BoardRun, known: OnlineBoard): Promise<OnlineBoard> {
	const { device, link, steps, options, context } = run;
	const { silenceMs, onlineMs: deadlineMs } = options.timeouts;
	// How far apart its readings are, the board does not say.
	const readingMs = readingDeadline(options.timeouts);
	const follow = { device, silenceMs: Math.max(silenceMs, readingMs), deadlineMs, readingMs, known };
	const work = () => withBoardLines(link, (lines) => followDevice(lines, follow, context));
	const online: OnlineDevice = await steps.run("reading", work);
	return { ...known, sensor: online.sensor };
}
