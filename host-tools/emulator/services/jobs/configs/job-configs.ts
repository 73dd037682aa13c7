/** How many things begin in a minute. */
export interface RolloutConfig {
	readonly maximumPerMinute?: number;
	readonly exponentialRate?: ExponentialRate;
}

/** The rate is multiplied each time so many more things were notified, or succeeded. */
export interface ExponentialRate {
	readonly baseRatePerMinute: number;
	readonly incrementFactor: number;
	readonly rateIncreaseCriteria: {
		readonly numberOfNotifiedThings?: number;
		readonly numberOfSucceededThings?: number;
	};
}

export interface AbortCriterion {
	readonly failureType: "FAILED" | "REJECTED" | "TIMED_OUT" | "ALL";
	readonly action: "CANCEL";
	readonly thresholdPercentage: number;
	readonly minNumberOfExecutedThings: number;
}

export interface RetryCriterion {
	readonly failureType: "FAILED" | "TIMED_OUT" | "ALL";
	readonly numberOfRetries: number;
}

/** What CreateJob, UpdateJob and job templates have in common. Names and nesting are the API's. */
export interface JobConfigs {
	readonly presignedUrlConfig?: { readonly roleArn?: string; readonly expiresInSec?: number };
	readonly jobExecutionsRolloutConfig?: RolloutConfig;
	readonly abortConfig?: { readonly criteriaList: readonly AbortCriterion[] };
	readonly timeoutConfig?: { readonly inProgressTimeoutInMinutes?: number };
	readonly jobExecutionsRetryConfig?: { readonly criteriaList: readonly RetryCriterion[] };
}

/** Of anything that has them and more. */
export function configsOf(configs: JobConfigs): JobConfigs {
	const { presignedUrlConfig, jobExecutionsRolloutConfig, abortConfig, timeoutConfig, jobExecutionsRetryConfig } =
		configs;
	return {
		...(presignedUrlConfig !== undefined && { presignedUrlConfig }),
		...(jobExecutionsRolloutConfig !== undefined && { jobExecutionsRolloutConfig }),
		...(abortConfig !== undefined && { abortConfig }),
		...(timeoutConfig !== undefined && { timeoutConfig }),
		...(jobExecutionsRetryConfig !== undefined && { jobExecutionsRetryConfig }),
	};
}
