import type { ArnScope } from "../../../arn.js";

/** A bulk registration. */
export interface RegistrationTask {
	/** UUID */
	readonly taskId: string;
	readonly templateBody: string;
	readonly inputFileBucket: string;
	readonly inputFileKey: string;
	readonly roleArn: string;
	readonly status: "InProgress" | "Completed" | "Failed" | "Cancelled" | "Cancelling";
	/** Why it failed. */
	readonly message: string | undefined;
	readonly successCount: number;
	readonly failureCount: number;
	readonly percentageProgress: number;
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
	/** Of what it makes. */
	readonly scope: ArnScope;
}

export type ReportType = "RESULTS" | "ERRORS";

/** What came of one line of the input file. */
export interface ReportLine {
	readonly taskId: string;
	readonly type: ReportType;
	/** From 1. */
	readonly lineNumber: number;
	/** JSON */
	readonly text: string;
}
