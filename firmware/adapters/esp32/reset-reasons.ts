import type { ResetReason } from "../../ports/board.js";

/** ESP-IDF's `esp_reset_reason_t`, by its numbers. */
const reasons: readonly ResetReason[] = Object.freeze([
	"unknown",
	"power-on",
	"reset-pin",
	// XS ends here as well when it gives up: an exception that nobody caught, or no memory.
	"restart",
	"crash",
	"watchdog",
	"watchdog",
	"watchdog",
	"deep-sleep",
	"brownout",
	"unknown",
	// By a host, over the chip's own USB, and over JTAG.
	"reset-pin",
	"reset-pin",
	"crash",
	"brownout",
	"crash",
] as const);

export function resetReason(code: number): ResetReason {
	return reasons[code] ?? "unknown";
}
