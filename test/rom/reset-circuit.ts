import type { SerialSignals } from "../../host-tools/board/serial/serial-link.js";

/** The chip as a reset circuit acts on it. */
export interface Resettable {
	/** EN goes low: nothing runs. */
	hold(): void;
	/** EN goes high: the chip samples GPIO0 and boots. */
	release(gpio0: "high" | "low"): void;
}

export interface ResetCircuit {
	/** Lines that are left out keep their level; true is asserted. */
	set(signals: SerialSignals): void;
	/** The power is gone: both lines count as released. */
	close(): void;
}

export type Wiring = "uart-bridge" | "usb-jtag";

export function makeResetCircuit(wiring: Wiring, chip: Resettable): ResetCircuit {
	return wiring === "uart-bridge" ? uartBridge(chip) : usbJtag(chip);
}

/**
 * Longer than the host needs from one line to the next, also through a network: hosts that cannot set both lines at once pass
 * through "both asserted", where boards are saved by the capacitor at EN, and RFC 2217 servers by doing the sequence themselves.
 */
const capacitorMs = 250;

/** The two transistors of development boards: RTS alone holds EN low, DTR alone holds GPIO0 low, both or none do nothing. */
function uartBridge(chip: Resettable): ResetCircuit {
	const lines = { dtr: false, rts: false };
	let held = false;
	let rising: NodeJS.Timeout | undefined;
	const release = (gpio0: "high" | "low") => {
		held = false;
		chip.release(gpio0);
	};
	return {
		set(signals) {
			Object.assign(lines, signals);
			clearTimeout(rising);
			if (lines.rts && !lines.dtr) {
				if (!held) chip.hold();
				held = true;
			} else if (held && lines.rts) {
				rising = setTimeout(() => release("high"), capacitorMs);
			} else if (held) {
				release(lines.dtr ? "low" : "high");
			}
		},
		close: () => {
			clearTimeout(rising);
			held = false;
			Object.assign(lines, { dtr: false, rts: false });
		},
	};
}

/**
 * The chip's own USB-Serial-JTAG (ESP32-C3 TRM, "USB Serial/JTAG Controller"): DTR alone sets the download flag, none clears it,
 * RTS alone resets the chip, both do nothing.
 */
function usbJtag(chip: Resettable): ResetCircuit {
	const lines = { dtr: false, rts: false };
	let download = false;
	let resetting = false;
	return {
		set(signals) {
			Object.assign(lines, signals);
			if (!lines.rts) download = lines.dtr;
			const reset = lines.rts && !lines.dtr;
			if (reset && !resetting) {
				chip.hold();
				chip.release(download ? "low" : "high");
			}
			resetting = reset;
		},
		close: () => {
			download = false;
			resetting = false;
			Object.assign(lines, { dtr: false, rts: false });
		},
	};
}
