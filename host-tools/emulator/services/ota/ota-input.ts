import { invalidRequest, quote } from "../../aws-error.js";
import type { Members } from "../../http/members.js";
import type { JsonObject } from "../../json-value.js";
import { checkDescription, checkOtaUpdateId, checkRoleArn } from "../checks.js";
import { s3LocationIn } from "../s3-files.js";
import type { S3Location } from "../streams/streams.js";

/** Ours: bytes of a request, most of which is kept. */
const longestRequest = 64 * 1024;
/** Ours; it is the limit of a stream, too. */
const mostFiles = 50;

export type Protocol = "MQTT" | "HTTP";

/** Where a file is: in S3, or in a stream that somebody made. */
export type OtaLocation =
	| { readonly s3Location: S3Location }
	| { readonly stream: { readonly streamId: string; readonly fileId: number } };

export interface CodeSignature {
	/** `sha256`, `ecdsa` */
	readonly hash: string;
	readonly algorithm: string;
	/** Base64. */
	readonly signature: string;
	readonly certificateName: string | undefined;
}

export interface OtaFile {
	readonly fileName: string | undefined;
	readonly fileType: number | undefined;
	readonly location: OtaLocation;
	/** `signer`: AWS Signer is to make one, which is not there. */
	readonly signature: CodeSignature | "signer" | undefined;
}

/** What CreateOTAUpdate asks for, checked. */
export interface OtaInput {
	readonly otaUpdateId: string;
	readonly description: string | undefined;
	readonly targets: readonly string[];
	readonly protocols: readonly Protocol[];
	readonly targetSelection: string;
	readonly files: readonly OtaFile[];
	readonly roleArn: string;
	readonly additionalParameters: Readonly<Record<string, string>> | undefined;
	/** As it was given, to be shown again and passed on. */
	readonly given: JsonObject;
}

/** Jobs read what is in them. */
const configs = [
	"awsJobExecutionsRolloutConfig",
	"awsJobPresignedUrlConfig",
	"awsJobAbortConfig",
	"awsJobTimeoutConfig",
] as const;

/** `payload`: the request's body. Throws InvalidRequestException. */
export function readOtaInput(otaUpdateId: string, members: Members, payload: Buffer): OtaInput {
	if (payload.length > longestRequest) {
		throw invalidRequest(`The request has ${payload.length} bytes: this emulator takes ${longestRequest}`);
	}
	for (const config of configs) members.object(config);
	const description = members.string("description");
	const targets = members.list("targets") ?? [];
	if (targets.length === 0) throw invalidRequest("targets must name at least one thing or thing group");
	const files = members.objects("files")?.map(readFile) ?? [];
	if (files.length < 1 || files.length > mostFiles) {
		throw invalidRequest(`files must have 1 to ${mostFiles} files: it has ${files.length}`);
	}
	const targetSelection = members.string("targetSelection") ?? "SNAPSHOT";
	if (!["SNAPSHOT", "CONTINUOUS"].includes(targetSelection)) {
		throw invalidRequest(`targetSelection must be SNAPSHOT or CONTINUOUS: it is ${quote(targetSelection)}`);
	}
	return {
		otaUpdateId: checkOtaUpdateId(otaUpdateId),
		description: description === undefined ? undefined : checkDescription("description", description),
		targets,
		protocols: readProtocols(members.list("protocols")),
		targetSelection,
		files,
		roleArn: checkRoleArn("roleArn", members.requiredString("roleArn")),
		additionalParameters: members.strings("additionalParameters"),
		given: JSON.parse(payload.toString("utf8")) as JsonObject,
	};
}

/** MQTT unless told otherwise: what the service was made for, and a guess. */
function readProtocols(given: readonly string[] = ["MQTT"]): readonly Protocol[] {
	const isValid = given.length >= 1 && given.length <= 2 && given.every((one) => one === "MQTT" || one === "HTTP");
	if (isValid && new Set(given).size === given.length) return given as Protocol[];
	throw invalidRequest(`protocols must be MQTT, HTTP or both: it is ${quote(given)}`);
}

function readFile(file: Members): OtaFile {
	const fileType = file.integer("fileType");
	if (fileType !== undefined && (fileType < 0 || fileType > 255)) {
		throw invalidRequest(`fileType must be 0 to 255: it is ${fileType}`);
	}
	const location = file.object("fileLocation");
	if (location === undefined) throw invalidRequest("A file of files has no fileLocation");
	return {
		fileName: file.string("fileName"),
		fileType,
		location: readLocation(location),
		signature: readSignature(file.object("codeSigning")),
	};
}

function readLocation(location: Members): OtaLocation {
	const s3Location = location.object("s3Location");
	const stream = location.object("stream");
	if ((s3Location === undefined) === (stream === undefined)) {
		throw invalidRequest("fileLocation must have either s3Location or stream");
	}
	if (s3Location !== undefined) return { s3Location: s3LocationIn(s3Location) };
	const fileId = stream?.integer("fileId");
	const streamId = stream?.string("streamId");
	if (streamId !== undefined && fileId !== undefined) return { stream: { streamId, fileId } };
	throw invalidRequest("fileLocation.stream must have streamId and fileId");
}

function readSignature(codeSigning: Members | undefined): OtaFile["signature"] {
	const custom = codeSigning?.object("customCodeSigning");
	const isSigner = codeSigning?.string("awsSignerJobId") ?? codeSigning?.object("startSigningJobParameter");
	if (custom === undefined) return isSigner === undefined ? undefined : "signer";
	const signature = custom.object("signature")?.string("inlineDocument");
	if (signature === undefined) throw invalidRequest("customCodeSigning.signature.inlineDocument is missing");
	if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(signature)) {
		throw invalidRequest("customCodeSigning.signature.inlineDocument must be base64");
	}
	return {
		hash: algorithmIn(custom, "hashAlgorithm"),
		algorithm: algorithmIn(custom, "signatureAlgorithm"),
		signature,
		certificateName: custom.object("certificateChain")?.string("certificateName"),
	};
}

/** It becomes part of a member's name. */
function algorithmIn(custom: Members, name: string): string {
	const algorithm = custom.requiredString(name).toLowerCase();
	if (/^[a-z0-9_-]{1,32}$/.test(algorithm)) return algorithm;
	throw invalidRequest(`customCodeSigning.${name} must be 1 to 32 letters, digits, _ and -: it is ${quote(algorithm)}`);
}
