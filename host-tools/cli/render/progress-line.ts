import type { FlashingEvent } from "../../board/bootloader/bootloader-events.js";
import type { CommandContext } from "../command-context.js";
import type { ThingsmithEvent } from "../operations/events.js";
import { LiveBlock } from "./live-block.js";

const barWidth = 30;

export interface ProgressLine {
	/** True for an event that is progress, and so no line of its own. */
	show(happened: ThingsmithEvent): boolean;
	/** Takes the line away for good while `print` writes what comes after it. */
	above(print: () => void): void;
	close(): void;
}

/** How far a region is, as the last line on stderr; nothing where stderr is no terminal. */
export function createProgressLine({ stderr, env }: CommandContext): ProgressLine {
	const live = stderr.isTerminal && env.TERM !== "dumb";
	let current: FlashingEvent | undefined;
	const width = () => (stderr.columns ?? 80) - 1;
	const block = new LiveBlock(stderr, () => (current === undefined ? [] : [progressText(current).slice(0, width())]));
	const above = (print: () => void) => {
		current = undefined;
		block.above(print);
	};
	return {
		show(happened) {
			if (happened.event !== "flashing") return false;
			if (!live) return true;
			current = happened;
			block.changed();
			return true;
		},
		above,
		close: () => {
			above(() => undefined);
			block.close();
		},
	};
}

export function progressText({ region, written, size }: FlashingEvent): string {
	const share = size === 0 ? 1 : written / size;
	const bar = "█".repeat(Math.round(share * barWidth)).padEnd(barWidth, "░");
	return `${region.padEnd(16)} ${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${kilobytes(written)} of ${kilobytes(size)}`;
}

/** E.g. 12 KB. */
export function kilobytes(bytes: number): string {
	return `${Math.ceil(bytes / 1024)} KB`;
}
