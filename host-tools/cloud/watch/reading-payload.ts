/** A device's reading as it arrived. */
export interface ReceivedReading {
	/** °C */
	readonly temperature: number;
	/** Relative humidity, percent. */
	readonly humidity?: number;
	/** hPa */
	readonly pressure?: number;
	/** Absent with payload format `raw`. */
	readonly sequence?: number;
	/** ISO 8601 */
	readonly timestamp?: string;
}

const longestPayload = 4096;

/**
 * Reads both payload formats, `json` and `raw` (docs/readings.md). What it does not know, and a further measurement that is no number, is left
 * out: it costs no temperature. Throws RangeError saying what is wrong; the payload itself is not quoted.
 */
export function parseReading(payload: Uint8Array): ReceivedReading {
	if (payload.length > longestPayload) throw new RangeError(`${payload.length} bytes are too long for a reading`);
	const value = parseJson(payload);
	if (typeof value === "number") return { temperature: checkedTemperature(value) };
	if (typeof value !== "object" || value === null) throw new RangeError("neither a number nor a JSON object");
	const { temperature, humidity, pressure, unit, sequence, timestamp } = value as Record<string, unknown>;
	if (unit !== undefined && unit !== "celsius") throw new RangeError("its unit is not celsius");
	const reading: { -readonly [Member in keyof ReceivedReading]: ReceivedReading[Member] } = {
		temperature: checkedTemperature(temperature),
	};
	if (isNumber(humidity)) reading.humidity = humidity;
	if (isNumber(pressure)) reading.pressure = pressure;
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

function isNumber(value: unknown): value is number {
	return typeof value === "number" && Number.isFinite(value);
}

function checkedTemperature(value: unknown): number {
	if (!isNumber(value)) throw new RangeError("it holds no temperature");
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
