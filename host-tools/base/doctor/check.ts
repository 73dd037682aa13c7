import type { Found } from "./found.js";

/** A member of a finding for scripts; what it is called stays the same from version to version. */
export type Fact = string | number | boolean | null | readonly string[];

/** What a check found. No member ever holds a secret. */
export type Finding = GoodFinding | BadFinding;

interface GoodFinding {
	readonly status: "ok";
	readonly message: string;
	readonly facts?: Readonly<Record<string, Fact>> | undefined;
}

interface BadFinding {
	/** `fail`: something will not work. `warn`: it may, or it could not be looked at. */
	readonly status: "warn" | "fail";
	/** The cause, for scripts. */
	readonly code: string;
	/** The cause, in words. */
	readonly message: string;
	/** The next command to type, or thing to do. */
	readonly next: string;
	readonly facts?: Readonly<Record<string, Fact>> | undefined;
}

/** What is looked at: this machine, the Moddable SDK, serial ports and boards, the AWS account, the way to its endpoint. */
export type CheckArea = "machine" | "sdk" | "board" | "account" | "endpoint";

export interface Check {
	/** Stable: scripts know a check by it. */
	readonly check: string;
	readonly area: CheckArea;
	/** For `run`, in ms. */
	readonly deadlineMs: number;
	/** What other checks find: `run` begins when they have, or have not. */
	readonly needs?: readonly Found<unknown>[];
	/** What this one finds for others; closed when it is over. */
	readonly gives?: readonly Found<unknown>[];
	/** May reject: with a ToolError, which says what failed. Gives up what it waits for when `signal` aborts. */
	run(signal: AbortSignal): Promise<Finding>;
}

/** A check is over. */
export interface CheckedEvent {
	readonly event: "check";
	readonly check: string;
	readonly area: CheckArea;
	readonly status: Finding["status"];
	/** Absent where nothing is wrong. */
	readonly code?: string | undefined;
	readonly message: string;
	/** Absent where nothing is wrong. */
	readonly next?: string | undefined;
	/** How long it took, without what it waited for. */
	readonly milliseconds: number;
	readonly facts?: Readonly<Record<string, Fact>> | undefined;
}

export function ok(message: string, facts?: Readonly<Record<string, Fact>>): Finding {
	return { status: "ok", message, facts };
}

export function warn(code: string, message: string, next: string, facts?: Readonly<Record<string, Fact>>): Finding {
	return { status: "warn", code, message, next, facts };
}

export function fail(code: string, message: string, next: string, facts?: Readonly<Record<string, Fact>>): Finding {
	return { status: "fail", code, message, next, facts };
}

/** What cannot be looked at because of another check, whose line says why. */
export function notChecked(missing: string, otherCheck: string): Finding {
	return warn("not-checked", `not looked at: ${missing}`, `mend what the line ${otherCheck} says first`);
}
