import type { LogFields } from "../../../firmware/ports/log.js";
import { memberOf } from "../../base/member-of.js";
import { ToolError, type ToolErrorCode } from "../../base/tool-error.js";
import { diagnoseBoard } from "../diagnosis/diagnose-board.js";
import type { Setback } from "../monitor/setbacks.js";
import type { Progress, SensorOutcome } from "./progress.js";
import { afterProvisioningRejected } from "./provisioning-rejected.js";

/** Why a device that is followed did not come online. */

/** `heard`: the last that it sent. */
export function silent(device: string, silenceMs: number, progress: Progress, heard: Uint8Array): ToolError {
	const { state, sensor, retry } = progress;
	const diagnosis = diagnoseBoard(heard);
	if (diagnosis !== undefined && diagnosis.code !== "board-silent") {
		const { code, message, next } = diagnosis;
		return new ToolError(code, `The board said nothing more for ${silenceMs / 1000} s: ${message}`, { device, next });
	}
	if (state === "verifying" && sensor?.answers === false) return withoutReading(device, sensor);
	const last = retry === undefined ? "" : `; its last word: ${retry}`;
	const message = `The device said nothing for ${silenceMs / 1000} s in state ${state}${last}`;
	return new ToolError("board-silent", message, { device, next: "look with `thingsmith device monitor --reset`" });
}

export function late(device: string, deadlineMs: number, { state, retry, sensor }: Progress): ToolError {
	if (state === "verifying" && sensor?.answers === false) return withoutReading(device, sensor);
	const last = retry === undefined ? "" : `: ${retry}`;
	const message = `The device is not online after ${deadlineMs / 1000} s, it is ${state}${last}`;
	const next = "mend what it complains of; it goes on by itself, and the same command can be run again";
	return new ToolError("timeout", message, { device, next });
}

/** It started over and over while it was followed. */
export function brokeDown(device: string, heard: Uint8Array): ToolError {
	const { code, message, next } = diagnoseBoard(heard) ?? {
		code: "boot-loop",
		message: "it starts over and over",
		next: "look with `thingsmith device monitor --reset`",
	};
	return new ToolError(code, `The board does not stay up: ${message}`, { device, next });
}

/** It fails alike again and again. */
export function stuck(device: string, { code, message, next }: Setback): ToolError {
	return new ToolError(code, message, { device, next });
}

/** `sensor` undefined: nothing was heard of it. */
export function withoutReading(device: string, sensor: SensorOutcome | undefined): ToolError {
	if (sensor?.answers !== false) {
		return new ToolError("timeout", "No reading was acknowledged in time", {
			device,
			next: "see with `thingsmith device monitor --reset` what the sensor does; leave --require-reading out where readings are far apart",
		});
	}
	const unknown = sensor.code === "sensor-unknown";
	return new ToolError(sensor.code as ToolErrorCode, `No reading was acknowledged: ${sensor.message}`, {
		device,
		next: unknown
			? 'correct "telemetry.sensor" in the settings (docs/chip.md has the names), and run the same command again'
			: "check the sensor's wiring and supply; the board goes on trying, and the same command can be run again",
	});
}

const nextSteps: Readonly<Record<string, string>> = Object.freeze({
	"provisioning-rejected": afterProvisioningRejected,
	"bootstrap-invalid": "correct what it names, and run the same command again",
});

/** The device has said itself that it gave up. */
export function deviceFailure(device: string, fields: LogFields): ToolError {
	const code = String(fields.code ?? "internal") as ToolErrorCode;
	return new ToolError(code, `The device gave up: ${String(fields.message ?? "")}`, {
		device,
		next: memberOf(nextSteps, code) ?? "run the same command again; docs/log-schema.md explains the code",
	});
}
