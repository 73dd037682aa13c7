import { ToolError } from "../../base/tool-error.js";

/** What is flashed where, from the flasher_args.json that ESP-IDF's build writes. */
export interface FlasherArguments {
	readonly flashSize: string;
	readonly flashMode: string;
	readonly flashFrequency: string;
	/** `file` is relative to the build's folder. */
	readonly regions: readonly { readonly name: string; readonly offset: number; readonly file: string }[];
}

/** ESP-IDF's names for what it builds, and ours. */
const names: Readonly<Record<string, string>> = Object.freeze({
	bootloader: "bootloader",
	"partition-table": "partition-table",
	app: "firmware",
	// Which of two applications starts: only with a table that has room for two.
	otadata: "ota-data",
});

/** Throws ToolError `build-failed`. */
export function parseFlasherArguments(bytes: Uint8Array): FlasherArguments {
	const { flash_settings: settings, ...entries } = parse(bytes);
	const { flash_size: flashSize, flash_mode: flashMode, flash_freq: flashFrequency } = member(settings);
	const regions = Object.entries(names)
		.filter(([key]) => entries[key] !== undefined)
		.map(([key, name]) => {
			const { offset, file } = member(entries[key]);
			return { name, offset: Number(offset), file: String(file) };
		});
	for (const name of ["bootloader", "partition-table", "firmware"]) {
		if (!regions.some((region) => region.name === name)) throw invalid(`it names no ${name}`);
	}
	return {
		flashSize: String(flashSize),
		flashMode: String(flashMode),
		flashFrequency: String(flashFrequency),
		regions,
	};
}

function parse(bytes: Uint8Array): Readonly<Record<string, unknown>> {
	try {
		return member(JSON.parse(Buffer.from(bytes).toString("utf8")));
	} catch {
		throw invalid("it is no JSON object");
	}
}

function member(value: unknown): Readonly<Record<string, unknown>> {
	if (typeof value === "object" && value !== null) return value as Readonly<Record<string, unknown>>;
	throw invalid("a member is missing");
}

function invalid(problem: string): ToolError {
	return new ToolError("build-failed", `flasher_args.json of ESP-IDF cannot be used: ${problem}`);
}
