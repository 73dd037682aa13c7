import type { JsonObject } from "../../json-value.js";

export type OtaStatus = "CREATE_COMPLETE" | "CREATE_FAILED";

/** As GetOTAUpdate shows it, times excepted (API model: OTAUpdateInfo). */
export interface OtaUpdate {
	readonly otaUpdateId: string;
	readonly otaUpdateArn: string;
	/** ms */
	readonly creationDate: number;
	/** ms */
	readonly lastModifiedDate: number;
	readonly description: string | undefined;
	readonly targets: readonly string[];
	readonly protocols: readonly string[];
	readonly awsJobExecutionsRolloutConfig: JsonObject;
	readonly awsJobPresignedUrlConfig: JsonObject;
	readonly targetSelection: string;
	/** As they were given. */
	readonly otaUpdateFiles: readonly JsonObject[];
	readonly otaUpdateStatus: OtaStatus;
	readonly awsIotJobId: string | undefined;
	readonly awsIotJobArn: string | undefined;
	readonly errorInfo: { readonly code: string; readonly message: string } | undefined;
	readonly additionalParameters: Readonly<Record<string, string>> | undefined;
	/** Of the stream that was made for it. */
	readonly streamId: string | undefined;
}
