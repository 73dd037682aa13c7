import { invalidRequest, quote } from "../aws-error.js";

/** From the one that lets most through to the one that lets nothing through. */
export const logLevels = ["DEBUG", "INFO", "WARN", "ERROR", "DISABLED"] as const;

export type LogLevel = (typeof logLevels)[number];

/** Throws InvalidRequestException. */
export function checkLogLevel(member: string, text: string): LogLevel {
	const level = logLevels.find((one) => one === text);
	if (level !== undefined) return level;
	throw invalidRequest(`${member} must be one of ${logLevels.join(", ")}: it is ${quote(text)}`);
}

/** Whether an account that logs from `configured` on logs an entry of `level`. */
export function letsThrough(configured: LogLevel, level: LogLevel): boolean {
	return configured !== "DISABLED" && logLevels.indexOf(level) >= logLevels.indexOf(configured);
}
