import { createHmac, timingSafeEqual } from "node:crypto";
import type { AccessKey } from "./access-keys.js";
import { canonicalRequest, sha256Hex } from "./canonical-request.js";
import { signatureProblem } from "./signature-problem.js";
import {
	algorithm,
	headerValues,
	isoBasic,
	readSignedRequest,
	type SignedRequest,
	type WireRequest,
} from "./signed-request.js";

/** Minutes by which the clocks of client and service may differ. */
const skewMinutes = 15;
const skew = skewMinutes * 60_000;

const mismatch =
	"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
const unknownKey = "The security token included in the request is invalid.";
/** Hashed where no key is known, so that an unknown one takes as long as a wrong secret. */
const nobody: AccessKey = Object.freeze({ accessKeyId: "", secretAccessKey: "none" });

export interface SignatureVerifierOptions {
	/** Of whom signatures are taken. */
	readonly accessKeys: readonly AccessKey[];
	/** The machine's time in ms: whoever signs knows nothing of an emulator whose clock was moved. */
	readonly now: () => number;
}

/** Checks AWS Signature Version 4 in both its forms, against keys that are known. */
export class SignatureVerifier {
	readonly #keys: ReadonlyMap<string, AccessKey>;
	readonly #now: () => number;

	constructor({ accessKeys, now }: SignatureVerifierOptions) {
		this.#keys = new Map(accessKeys.map((key) => [key.accessKeyId, key]));
		this.#now = now;
	}

	/** Throws SignatureProblem, or InvalidRequestException when the query cannot be read at all. */
	verify(wire: WireRequest, body: Buffer): void {
		const signed = readSignedRequest(wire);
		this.#checkTime(signed);
		const known = this.#keys.get(signed.accessKeyId);
		const key = known ?? nobody;
		const payloadHash = payloadHashOf(wire, body);
		const isRight = variantsOf(signed).some((variant) => isSignedWith(key, wire, variant, payloadHash));
		if (known === undefined || !isSame(key.sessionToken ?? "", signed.sessionToken ?? "")) {
			throw signatureProblem("unknown-key", unknownKey);
		}
		if (!isRight) throw signatureProblem("mismatch", mismatch);
		if (!signed.signedHeaders.includes("host")) {
			throw signatureProblem("mismatch", "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
		}
	}

	#checkTime({ dateTime, scope, expires }: SignedRequest): void {
		const at = millisecondsOf(dateTime);
		if (at === undefined) {
			throw signatureProblem("incomplete", "Date must be in ISO-8601 'basic format', e.g. 20260131T235959Z.");
		}
		if (!dateTime.startsWith(scope.date)) {
			throw signatureProblem(
				"mismatch",
				`Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${dateTime.slice(0, 8)}', from '${dateTime}'.`,
			);
		}
		const now = this.#now();
		if (at > now + skew) {
			const words = `Signature not yet current: ${dateTime} is still later than ${isoBasic(now + skew)} (${isoBasic(now)} + ${skewMinutes} min.)`;
			throw signatureProblem("mismatch", words);
		}
		if (expires === undefined ? at >= now - skew : at + expires * 1000 >= now) return;
		const limit = expires === undefined ? skew : expires * 1000;
		const window = expires === undefined ? `${skewMinutes} min.` : `${expires} s.`;
		const words = `Signature expired: ${dateTime} is now earlier than ${isoBasic(now - limit)} (${isoBasic(now)} - ${window})`;
		throw signatureProblem("mismatch", words);
	}
}

function millisecondsOf(dateTime: string): number | undefined {
	const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(dateTime);
	if (parts === null) return undefined;
	const [, year, month, day, hour, minute, second] = parts;
	const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
	return Number.isNaN(time) ? undefined : time;
}

/** What the client says it signed, where it says so; a body that was sent must be that one. */
function payloadHashOf({ rawHeaders }: WireRequest, body: Buffer): string {
	const hash = sha256Hex(body);
	const [said] = headerValues(rawHeaders, "x-amz-content-sha256");
	if (said === undefined || said === "UNSIGNED-PAYLOAD") return said ?? hash;
	if (said.startsWith("STREAMING-")) {
		throw signatureProblem("mismatch", `${said} is not supported by AWS IoT: sign the whole body.`);
	}
	if (isSame(said, hash)) return hash;
	throw signatureProblem("mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
}

/** Clients of the device gateway put the session token into a URL that is signed already. */
function variantsOf(signed: SignedRequest): readonly SignedRequest[] {
	if (signed.form === "header" || signed.scope.service !== "iotdevicegateway") return [signed];
	const query = signed.query.filter(([name]) => name !== "X-Amz-Security-Token");
	return query.length === signed.query.length ? [signed] : [signed, { ...signed, query }];
}

function isSignedWith(
	{ secretAccessKey }: AccessKey,
	wire: WireRequest,
	signed: SignedRequest,
	payloadHash: string,
): boolean {
	const { date, region, service } = signed.scope;
	const toSign = [
		algorithm,
		signed.dateTime,
		`${date}/${region}/${service}/aws4_request`,
		sha256Hex(canonicalRequest(wire, signed, payloadHash)),
	].join("\n");
	const signingKey = [date, region, service, "aws4_request"].reduce<string | Buffer>(
		(key, text) => createHmac("sha256", key).update(text).digest(),
		`AWS4${secretAccessKey}`,
	);
	return isSame(createHmac("sha256", signingKey).update(toSign).digest("hex"), signed.signature);
}

/** In a time that does not tell how much of it is right. */
function isSame(right: string, given: string): boolean {
	const digests = [right, given].map((text) => createHmac("sha256", "comparison").update(text).digest());
	return timingSafeEqual(digests[0] as Buffer, digests[1] as Buffer);
}
