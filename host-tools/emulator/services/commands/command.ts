/** An instruction that can be sent to devices (API model: CreateCommand). */
export interface Command {
	readonly commandId: string;
	readonly commandArn: string;
	readonly displayName?: string;
	readonly description?: string;
	/** Base64, as the API has it. */
	readonly content: string;
	readonly contentType: string;
	readonly roleArn?: string;
	/** No new executions. */
	readonly deprecated: boolean;
	/** ms, as all times here. */
	readonly createdAt: number;
	readonly lastUpdatedAt: number;
}

export type CommandStatus = "CREATED" | "IN_PROGRESS" | "SUCCEEDED" | "FAILED" | "REJECTED" | "TIMED_OUT";

export const commandStatuses: readonly CommandStatus[] = [
	"CREATED",
	"IN_PROGRESS",
	"SUCCEEDED",
	"FAILED",
	"REJECTED",
	"TIMED_OUT",
];

export interface StatusReason {
	readonly reasonCode: string;
	readonly reasonDescription?: string;
}

/** As the API has it: text, truth or base64. */
export type ResultValue = { readonly S: string } | { readonly B: boolean } | { readonly BIN: string };

/** A command that was sent to one device. */
export interface CommandExecution {
	readonly executionId: string;
	readonly commandArn: string;
	/** Of a thing, or of a client that is none: `arn:aws:iot:<region>:<account>:client/<client id>`. */
	readonly targetArn: string;
	readonly status: CommandStatus;
	readonly statusReason?: StatusReason;
	readonly result?: Readonly<Record<string, ResultValue>>;
	readonly executionTimeoutSeconds: number;
	readonly clientToken?: string;
	readonly createdAt: number;
	readonly lastUpdatedAt: number;
	readonly startedAt?: number;
	readonly completedAt?: number;
	/** When (ms) it times out; undefined once it has, or is over. */
	readonly deadline?: number;
	/** The service said TIMED_OUT: the device may still say how it went. */
	readonly isOpen?: boolean;
}

/** Whether a device may still report something. */
export function mayReport({ status, isOpen }: CommandExecution): boolean {
	return status === "CREATED" || status === "IN_PROGRESS" || isOpen === true;
}
