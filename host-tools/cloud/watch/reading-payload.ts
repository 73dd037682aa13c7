/** A device's reading as it arrived. */
export interface ReceivedReading {
	/** °C */
	readonly temperature: number;
	/** Absent with payload format `raw`. */
	readonly sequence?: number;
	/** ISO 8601 */
	readonly timestamp?: string;
}

const longestPayload = 4096;

/** Reads both payload formats, `json` and `raw`. Throws RangeError saying what is wrong; the payload itself is not quoted. */
export function parseReading(payload: Uint8Array): ReceivedReading {
	if (payload.length > longestPayload) throw new RangeError(`${payload.length} bytes are too long for a reading`);
	const value = parseJson(payload);
	if (typeof value === "number") return { temperature: checkedTemperature(value) };
	if (typeof value !== "object" || value === null) throw new RangeError("neither a number nor a JSON object");
	const { temperature, unit, sequence, timestamp } = value as Record<string, unknown>;
	if (unit !== undefined && unit !== "celsius") throw new RangeError("its unit is not celsius");
	const reading: { -readonly [Member in keyof ReceivedReading]: ReceivedReading[Member] } = {
		temperature: checkedTemperature(temperature),
	};
	if (sequence !== undefined) reading.sequence = checkedSequence(sequence);
	if (timestamp !== undefined) reading.timestamp = checkedTimestamp(timestamp);
	return reading;
}

function parseJson(payload: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
	} catch {
		throw new RangeError("neither a number nor JSON");
	}
}

function checkedTemperature(value: unknown): number {
	if (typeof value !== "number" || !Number.isFinite(value)) throw new RangeError("it holds no temperature");
	return value;
}

function checkedSequence(value: unknown): number {
	if (!Number.isSafeInteger(value) || (value as number) < 0) throw new RangeError("its sequence is no whole number");
	return value as number;
}

function checkedTimestamp(value: unknown): string {
	if (typeof value !== "string" || Number.isNaN(Date.parse(value))) throw new RangeError("its timestamp is no time");
	return value;
}
