import { type Check, type Finding, notChecked, ok, warn } from "../../base/doctor/check.js";
import { errorFinding } from "../../base/doctor/error-finding.js";
import { Found } from "../../base/doctor/found.js";
import { ToolError, type ToolErrorCode } from "../../base/tool-error.js";
import { romBaudRate } from "../bootloader/connect-chip.js";
import { findIdentityPartition } from "../bootloader/identity-partition.js";
import { withChip } from "../bootloader/with-chip.js";
import { withBoardLines } from "../bootstrap-link/board-lines.js";
import { type BoardDescription, helloBoard } from "../bootstrap-link/hello-board.js";
import { inspectIdentity } from "../identity/inspect-identity.js";
import { type BoardPort, openBoard } from "../serial/open-board.js";
import type { BoardFacts } from "./board-facts.js";
import { factsOf, flashFinding } from "./flash-finding.js";

/** For an answer of the firmware, which may just be starting, in ms. */
const helloMs = 10_000;
/** For that, and for opening the port before, in ms. */
const boardMs = 25_000;
/** For entering the bootloader, reading 32 KB and starting again, in ms. */
const flashMs = 60_000;

export interface BoardChecksOptions {
	readonly board: BoardPort;
	/** For an answer of the firmware, in ms; 10 s by default. */
	readonly helloMs?: number | undefined;
	/** What the two find, for the checks that compare it. */
	readonly facts: Found<BoardFacts>;
}

/** What a board says of itself, and then what its identity partition holds. Both read only; the second restarts the board. */
export function boardChecks(options: BoardChecksOptions): readonly Check[] {
	const heard = new Found<Heard>();
	return [
		{
			check: "board",
			area: "board",
			deadlineMs: boardMs,
			gives: [heard],
			run: (signal) => askBoard(options, heard, signal),
		},
		{
			check: "board-flash",
			area: "board",
			deadlineMs: flashMs,
			needs: [heard],
			gives: [options.facts],
			run: (signal) => readFlash(options, heard.value, signal),
		},
	];
}

interface Heard {
	/** The board can be reset through its port. */
	readonly hasSignals: boolean;
	readonly hello: BoardDescription | undefined;
}

async function askBoard(options: BoardChecksOptions, heard: Found<Heard>, signal: AbortSignal): Promise<Finding> {
	const { link } = await openBoard(options.board, romBaudRate, signal);
	const { hasSignals } = link;
	try {
		const hello = await withBoardLines(link, (lines) =>
			helloBoard(lines, { signal, deadlineMs: options.helloMs ?? helloMs }),
		);
		heard.give({ hasSignals, hello });
		return describe(hello);
	} catch (error) {
		heard.give({ hasSignals, hello: undefined });
		throw error;
	} finally {
		await link.close();
	}
}

function describe({ model, serialNumber, state, thingName, refusal, keyReady }: BoardDescription): Finding {
	const who = thingName === undefined ? "no thing yet" : `thing ${thingName}`;
	const facts = { model, serialNumber, state, thingName: thingName ?? null, refusal: refusal ?? null, keyReady };
	return ok(`${model} ${serialNumber}, ${who}, ${state}`, facts);
}

/** What does not keep the board from working: what is in its flash is only not known. */
const unreadable: readonly ToolErrorCode[] = Object.freeze(["chip-locked", "chip-silent"]);

async function readFlash(
	{ board, facts }: BoardChecksOptions,
	heard: Heard | undefined,
	signal: AbortSignal,
): Promise<Finding> {
	if (heard === undefined) return notChecked("the port was not opened", "board");
	const { hello, hasSignals } = heard;
	const nothingRead: BoardFacts = { thingName: hello?.thingName, certificateId: undefined, endpoint: undefined };
	if (!hasSignals) {
		facts.give(nothingRead);
		const next = "of a virtual device, look at its file: `thingsmith device inspect FILE`";
		return warn("flash-unread", "its flash was not read: this port cannot bring it into its bootloader", next);
	}
	try {
		const report = await withChip(
			{ ...board, baudRate: romBaudRate },
			{ emit: () => undefined, signal },
			async (chip) => {
				const { offset, size } = await findIdentityPartition(chip);
				const bytes = await chip.read(offset, size);
				await chip.restart();
				return inspectIdentity(bytes);
			},
		);
		facts.give(factsOf(report, hello?.thingName));
		return flashFinding(report);
	} catch (error) {
		facts.give(nothingRead);
		const finding = errorFinding(error);
		const isSoft = error instanceof ToolError && unreadable.includes(error.code);
		return isSoft && finding.status !== "ok" ? { ...finding, status: "warn" } : finding;
	}
}
