import { DeviceError } from "../../ports/errors.js";
import type { TextCodec } from "../../ports/text-codec.js";
import { hasOnlyNameCharacters } from "../encoding/aws-name.js";
import { isNestedTooDeeply } from "../encoding/json-nesting.js";

export interface CertificateReply {
	/** 64 lower-case hex characters. */
	readonly certificateId: string;
	readonly certificatePem: string;
	/** Only with CreateKeysAndCertificate. */
	readonly privateKeyPem: string | undefined;
	readonly ownershipToken: string;
}

type Json = Readonly<Record<string, unknown>>;

/** Bytes. CreateKeysAndCertificate answers with about 3.6 KB. */
export const longestCertificateReply = 8192;
/** Bytes of the members below. */
export const longestRegisterThingReply = 8192;
/**
 * What is read of RegisterThing's answers, accepted and rejected. The rest, the template's DeviceConfiguration, may be longer than what
 * a chip has memory for (docs/aws-behaviour.md, "Provisioning templates").
 */
export const registerThingMembers: readonly string[] = Object.freeze([
	"thingName",
	"statusCode",
	"errorCode",
	"errorMessage",
]);
/** Real tokens have 464 characters; this bounds what flash has to hold. */
const longestToken = 4096;
const certificateIdLength = 64;
const longestThingName = 128;

/** CreateKeysAndCertificate and CreateCertificateFromCsr accepted. Throws `reply-invalid`, never quoting the reply. */
export function parseCertificateReply(payload: Uint8Array, text: TextCodec): CertificateReply {
	const reply = parseObject(payload, text);
	const ownershipToken = member(reply, "certificateOwnershipToken");
	const certificateId = member(reply, "certificateId");
	if (ownershipToken.length > longestToken) {
		throw new DeviceError(
			"reply-invalid",
			`Ownership token has ${ownershipToken.length} characters, at most ${longestToken} fit`,
		);
	}
	if (
		certificateId.length !== certificateIdLength ||
		[...certificateId].some((digit) => !"0123456789abcdef".includes(digit))
	) {
		throw new DeviceError("reply-invalid", "certificateId is not 64 lower-case hex digits");
	}
	return {
		certificateId,
		certificatePem: member(reply, "certificatePem"),
		privateKeyPem: reply.privateKey === undefined ? undefined : member(reply, "privateKey"),
		ownershipToken,
	};
}

/** RegisterThing accepted: the name of the thing. Throws `reply-invalid`. */
export function parseRegisterThingReply(payload: Uint8Array, text: TextCodec): string {
	const reply = parseObject(payload, text);
	if (reply.thingName === undefined) {
		throw new DeviceError(
			"reply-invalid",
			"RegisterThing was accepted without a thingName: the template makes no thing; add an AWS::IoT::Thing resource to it",
		);
	}
	const thingName = member(reply, "thingName");
	if (thingName.length > longestThingName || !hasOnlyNameCharacters(thingName, ":_-")) {
		throw new DeviceError(
			"reply-invalid",
			"thingName is not 1 to 128 letters, digits, colons, underscores and hyphens",
		);
	}
	return thingName;
}

export function registerThingRequest(ownershipToken: string, parameters: Readonly<Record<string, string>>): string {
	return JSON.stringify({ certificateOwnershipToken: ownershipToken, parameters });
}

/** A rejection by its class: 429 and 5xx are worth another try, everything else is final. Texts are for people only. */
export function parseRejection(payload: Uint8Array, text: TextCodec, operation: string): DeviceError {
	const reply = parseObject(payload, text);
	const statusCode = isPlain(reply.statusCode) ? Number(reply.statusCode) : Number.NaN;
	const { errorCode, errorMessage } = reply;
	const what = `${operation} was rejected with ${statusCode} ${excerpt(errorCode)}: ${excerpt(errorMessage)}`;
	if (statusCode === 429 || (statusCode >= 500 && statusCode <= 599)) {
		return new DeviceError("provisioning-throttled", what);
	}
	return new DeviceError("provisioning-rejected", what);
}

/** Bounds what a server can write into the log. */
function excerpt(value: unknown): string {
	return isPlain(value) ? String(value).slice(0, 256) : `(${typeof value})`;
}

/** Anything else may throw when it is made a string or a number. */
function isPlain(value: unknown): value is string | number {
	return typeof value === "string" || typeof value === "number";
}

function parseObject(payload: Uint8Array, text: TextCodec): Json {
	let value: unknown;
	if (isNestedTooDeeply(payload)) {
		throw new DeviceError("reply-invalid", `A reply of ${payload.length} bytes is nested too deeply`);
	}
	try {
		value = JSON.parse(text.decode(payload));
	} catch {
		throw new DeviceError("reply-invalid", `A reply of ${payload.length} bytes is not JSON`);
	}
	if (typeof value !== "object" || value === null || Array.isArray(value)) {
		throw new DeviceError("reply-invalid", "A reply is not a JSON object");
	}
	return value as Json;
}

function member(reply: Json, name: string): string {
	const value = reply[name];
	if (typeof value !== "string" || value.length === 0)
		throw new DeviceError("reply-invalid", `A reply has no "${name}"`);
	return value;
}
