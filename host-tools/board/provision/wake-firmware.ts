import { pause } from "../../base/interruption.js";
import { ToolError, type ToolErrorCode } from "../../base/tool-error.js";
import { withBoardLines } from "../bootstrap-link/board-lines.js";
import { type BoardDescription, helloBoard } from "../bootstrap-link/hello-board.js";
import type { BoardRun, OnlineBoard } from "./board-run.js";
import type { BoardFirmware } from "./bring-firmware.js";

/**
 * The step `wake`: asks the firmware who the board is. Undefined when it is not spoken to, or does not answer and need not. Rejects as
 * `helloBoard` does.
 */
export async function wakeFirmware(
	run: BoardRun,
	firmware: BoardFirmware | undefined,
): Promise<BoardDescription | undefined> {
	const { over } = run.options.delivery;
	if (over === "flash") return undefined;
	// Into flash it goes without a word from the firmware, but not where the bootloader was not even reached.
	const mayBeSilent = over !== "serial" && firmware !== undefined && firmware.outcome !== "locked";
	const work = () =>
		askBoard(run).catch((error: unknown) => {
			if (mayBeSilent && isSilence(error)) return undefined;
			throw error;
		});
	return run.steps.run("wake", work, describeHello);
}

/** The step `key`: ends when the board has made its key, or has been at it for so long that a claim need not wait any more. */
export async function waitForKey(run: BoardRun): Promise<void> {
	const { keyMs, keyPollMs } = run.options.timeouts;
	await run.steps.run("key", async () => {
		const until = performance.now() + keyMs;
		while (!(await askBoard(run)).keyReady && performance.now() < until) await pause(keyPollMs, run.context.signal);
	});
}

/** Who the board says it is. Rejects as `helloBoard` does. */
export function askBoard({ link, options, context }: BoardRun): Promise<BoardDescription> {
	const { helloMs: deadlineMs } = options.timeouts;
	return withBoardLines(link, (board) => helloBoard(board, { deadlineMs, signal: context.signal }));
}

/** No answer, of a firmware that may still go on by what is written into its flash. */
function isSilence(error: unknown): boolean {
	return error instanceof ToolError && silences.includes(error.code);
}

const silences: readonly ToolErrorCode[] = Object.freeze(["board-silent", "line-garbled", "firmware-foreign"] as const);

/** The identity for which a board takes no bootstrap; undefined where it takes one. */
export function keptIdentity(hello: BoardDescription | undefined): OnlineBoard | undefined {
	if (hello?.refusal === undefined || hello.thingName === undefined) return undefined;
	return { thingName: hello.thingName, certificateId: undefined, sensor: undefined, already: true };
}

function describeHello(hello: BoardDescription | undefined): string {
	if (hello === undefined) return "no answer over serial: the bootstrap goes into flash";
	return `${hello.model} ${hello.serialNumber}, ${hello.thingName ?? hello.state}`;
}
