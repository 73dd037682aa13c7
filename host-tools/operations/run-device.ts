import type { LogFields } from "../../firmware/ports/log.js";
import type { OperationContext } from "../events.js";
import { ToolError, type ToolErrorCode } from "../tool-error.js";
import { composeVirtualDevice } from "../virtual-device/compose.js";
import { openFileFlash } from "../virtual-device/file-flash.js";
import { toEvent } from "./device-events.js";

export interface RunDeviceOptions {
	/** What the device is called in events. */
	readonly name: string;
	readonly flashPath: string;
	/** Ends when this many were acknowledged; undefined: until the signal aborts. */
	readonly readings: number | undefined;
	/** Called when the device is online as itself, each time. */
	readonly onOnline?: () => void;
}

/** Runs the firmware on a flash file until it has done its readings, the signal aborts, or it gives up, which rejects. */
export async function runDevice(options: RunDeviceOptions, { emit, signal }: OperationContext): Promise<void> {
	const { name, flashPath, readings = Number.POSITIVE_INFINITY, onOnline } = options;
	const flash = openFileFlash(flashPath);
	const over = new AbortController();
	let stop = async () => flash.close();
	try {
		await new Promise<void>((resolve, reject) => {
			signal.addEventListener("abort", () => resolve(), { once: true, signal: over.signal });
			const progress = new Progress(readings);
			const write = (_level: string, event: string, fields?: LogFields) => {
				if (event === "failed") reject(deviceFailure(name, fields));
				const happened = toEvent(name, event, fields);
				// A device takes a moment to stop: what comes after the last reading asked for is not reported.
				if (happened === undefined || progress.done) return;
				if (happened.event === "reading" && progress.acknowledged === 0) {
					const detail = `${happened.temperature.toFixed(2)} °C`;
					emit({ event: "step", device: name, step: "reading.first", detail });
				}
				emit(happened);
				if (happened.event === "reading") progress.acknowledged += 1;
				if (happened.event === "state" && happened.to === "online") {
					progress.online = true;
					onOnline?.();
				}
				if (progress.done) resolve();
			};
			const device = composeVirtualDevice({ flash, log: { write } });
			stop = () => device.stop();
			if (signal.aborted) resolve();
			else device.start();
		});
	} finally {
		over.abort();
		await stop();
	}
}

class Progress {
	readonly #readings: number;
	acknowledged = 0;
	/** The identity is committed: stopping before would leave the claim in flash. */
	online = false;

	constructor(readings: number) {
		this.#readings = readings;
	}

	get done(): boolean {
		return this.online && this.acknowledged >= this.#readings;
	}
}

const nextSteps: Readonly<Record<string, string>> = Object.freeze({
	"claim-expired":
		"make a new claim (`thingsmith claim create … --bootstrap FILE`) and start again with that --bootstrap FILE",
	"claim-missing":
		"make a claim (`thingsmith claim create … --bootstrap FILE`) and start again with that --bootstrap FILE",
	"provisioning-rejected": "check template, parameters and policy; an emulator says why at /_thingsmith/journal",
});

function deviceFailure(device: string, fields: LogFields | undefined): ToolError {
	const code = String(fields?.code ?? "internal") as ToolErrorCode;
	return new ToolError(code, String(fields?.message ?? ""), { device, next: nextSteps[code] });
}
