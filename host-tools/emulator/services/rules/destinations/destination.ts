export type DestinationStatus = "ENABLED" | "IN_PROGRESS" | "DISABLED" | "ERROR";

/** Where HTTP actions may send to. */
export interface Destination {
	readonly arn: string;
	readonly confirmationUrl: string;
	readonly status: DestinationStatus;
	readonly statusReason: string;
	/** What confirms it. */
	readonly confirmationToken: string;
	/** ms */
	readonly createdAt: number;
	/** ms */
	readonly lastUpdatedAt: number;
}
