import type { JsonObject, JsonValue } from "../../json-value.js";
import type { S3Location } from "../streams/streams.js";
import type { OtaFile, OtaInput, Protocol } from "./ota-input.js";

/** A file as devices are told of it. */
export interface OfferedFile {
	readonly file: OtaFile;
	/** In the stream. */
	readonly fileId: number;
	/** Bytes. */
	readonly size: number;
	readonly s3Location: S3Location;
}

export interface Offer {
	readonly protocols: readonly Protocol[];
	/** Undefined without MQTT. */
	readonly streamId: string | undefined;
	readonly region: string;
	readonly files: readonly OfferedFile[];
}

/** The job document of an OTA update, as FreeRTOS's agents read it (docs/aws-behaviour.md, "OTA updates"). */
export function otaJobDocument({ protocols, streamId, region, files }: Offer): JsonObject {
	return {
		afr_ota: {
			protocols: [...protocols],
			...(streamId !== undefined && { streamname: streamId }),
			files: files.map((offered) => fileEntry(offered, protocols.includes("HTTP") ? region : undefined)),
		},
	};
}

/** Members of CreateJob for an OTA update. */
export function otaJobInput(input: OtaInput, document: JsonObject): JsonObject {
	const { given, targets, targetSelection, description, roleArn, protocols } = input;
	const presigned = given.awsJobPresignedUrlConfig as JsonObject | null | undefined;
	const optional = {
		description,
		jobExecutionsRolloutConfig: given.awsJobExecutionsRolloutConfig,
		abortConfig: given.awsJobAbortConfig,
		timeoutConfig: given.awsJobTimeoutConfig,
		presignedUrlConfig: protocols.includes("HTTP") ? { ...presigned, roleArn } : undefined,
	};
	const present = Object.entries(optional).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined);
	return { targets: [...targets], targetSelection, document: JSON.stringify(document), ...Object.fromEntries(present) };
}

/** `region`: of the bucket, where the device may fetch it from there. */
function fileEntry({ file, fileId, size, s3Location }: OfferedFile, region: string | undefined): JsonObject {
	const { fileName, fileType, signature } = file;
	const signed = typeof signature === "object" ? signature : undefined;
	return {
		...(fileName !== undefined && { filepath: fileName }),
		filesize: size,
		fileid: fileId,
		...(signed?.certificateName !== undefined && { certfile: signed.certificateName }),
		...(fileType !== undefined && { fileType }),
		...(region !== undefined && {
			update_data_url: `\${aws:iot:s3-presigned-url:${s3Url(region, s3Location)}}`,
			auth_scheme: "aws.s3.presigned",
		}),
		...(signed !== undefined && { [`sig-${signed.hash}-${signed.algorithm}`]: signed.signature }),
	};
}

function s3Url(region: string, { bucket, key }: S3Location): string {
	return `https://s3.${region}.amazonaws.com/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
}
