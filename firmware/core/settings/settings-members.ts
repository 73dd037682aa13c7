import { DeviceError } from "../../ports/errors.js";
import { utf8Length } from "../encoding/utf8-length.js";

export type Json = Readonly<Record<string, unknown>>;

/**
 * Throws `bootstrap-invalid`, as all of these do, naming the member at fault and never its value. Names are paths, such as
 * `telemetry.sensor.name`; what follows the last dot is the member of `owner`.
 */
export function object(value: unknown, name: string): Json {
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid(name, "must be an object");
	return value as Json;
}

/** A string of `minimum` to `maximum` bytes of UTF-8. */
export function string(owner: Json, name: string, minimum: number, maximum: number, fallback?: string): string {
	const value = member(owner, name) ?? fallback;
	if (typeof value !== "string") throw invalid(name, "must be a string");
	const length = utf8Length(value);
	if (length < minimum || length > maximum) {
		throw invalid(name, `must have ${minimum} to ${maximum} bytes`);
	}
	return value;
}

export function integer(owner: Json, name: string, minimum: number, maximum: number, fallback?: number): number {
	const value = member(owner, name) ?? fallback;
	if (typeof value !== "number" || !Number.isInteger(value) || value < minimum || value > maximum) {
		throw invalid(name, `must be an integer from ${minimum} to ${maximum}`);
	}
	return value;
}

export function oneOf<T extends string>(owner: Json, name: string, values: readonly T[], fallback: T): T {
	const value = member(owner, name) ?? fallback;
	if (!values.includes(value as T)) throw invalid(name, `must be one of ${values.join(", ")}`);
	return value as T;
}

export function member(owner: Json, path: string): unknown {
	return owner[path.slice(path.lastIndexOf(".") + 1)];
}

export function invalid(name: string, problem: string): DeviceError {
	return new DeviceError("bootstrap-invalid", `Bootstrap member "${name}" ${problem}; write a new bootstrap`);
}
