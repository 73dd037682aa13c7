import type { X509Certificate } from "node:crypto";
import { type Finding, fail, ok, warn } from "../../base/doctor/check.js";
import { systemReason } from "../../base/system-error.js";

/** AWS refuses what was signed further off than five minutes, and that long a claim lives. */
const refusedMs = 5 * 60_000;
/** More than any clock that is set by NTP. */
const oddMs = 30_000;
/** For an answer, in ms. */
const answerMs = 8_000;
/** A Date header is cut to whole seconds: it means the half behind it, within as much. */
const halfSecondMs = 500;

const setIt = "set this machine's clock by NTP: sudo timedatectl set-ntp true (Linux), or the system's settings";

export interface ClockOptions {
	/** Any answer of the API will do, a refusal too. */
	readonly apiUrl: string;
	/** What the data endpoint showed; undefined where it was not reached. */
	readonly certificate: X509Certificate | undefined;
	readonly signal: AbortSignal;
	readonly now?: () => number;
	/** For an answer, in ms; 8 s by default. */
	readonly answerMs?: number | undefined;
}

/** How far this machine's clock is off, by the Date header of the API's answer and by the dates of the endpoint's certificate. */
export async function clockFinding({
	apiUrl,
	certificate,
	signal,
	now = Date.now,
	...options
}: ClockOptions): Promise<Finding> {
	const limit = AbortSignal.any([signal, AbortSignal.timeout(options.answerMs ?? answerMs)]);
	try {
		const sentAt = now();
		const answer = await fetch(apiUrl, { method: "HEAD", redirect: "manual", signal: limit });
		const receivedAt = now();
		await answer.body?.cancel();
		const date = Date.parse(answer.headers.get("date") ?? "");
		if (Number.isNaN(date)) return byCertificate(certificate, now(), "the answer of the API has no date");
		const skewMs = (sentAt + receivedAt) / 2 - (date + halfSecondMs);
		return bySkew(skewMs, (receivedAt - sentAt) / 2 + halfSecondMs, new URL(apiUrl).host);
	} catch (error) {
		return byCertificate(certificate, now(), systemReason(error));
	}
}

function bySkew(skewMs: number, exactMs: number, host: string): Finding {
	// What the second of the header and the way of the answer may be: not told as a fault of the clock.
	const certainMs = Math.max(0, Math.abs(skewMs) - exactMs);
	const seconds = Math.round(skewMs / 1000);
	const facts = { skewSeconds: seconds, comparedWith: host };
	const off = `this machine's clock is ${Math.abs(seconds)} s ${skewMs > 0 ? "ahead of" : "behind"} ${host}`;
	if (certainMs >= refusedMs) return fail("clock-skewed", `${off}: AWS refuses what it signs`, setIt, facts);
	if (certainMs >= oddMs) return warn("clock-skewed", off, setIt, facts);
	return ok(`this machine's clock agrees with ${host} within ${Math.ceil((certainMs + exactMs) / 1000)} s`, facts);
}

function byCertificate(certificate: X509Certificate | undefined, now: number, why: string): Finding {
	const unknown = `this machine's clock could not be compared (${why})`;
	if (certificate === undefined) return warn("clock-unknown", unknown, setIt);
	const { validFrom, validTo } = certificate;
	const facts = { skewSeconds: null, comparedWith: null };
	if (now < Date.parse(validFrom)) {
		const message = `this machine's clock is behind, or the endpoint's certificate is for later: it begins at ${isoOf(validFrom)}`;
		return fail("clock-skewed", message, setIt, facts);
	}
	if (now > Date.parse(validTo)) {
		const message = `this machine's clock is ahead, or the endpoint's certificate is over: it ended at ${isoOf(validTo)}`;
		return fail("clock-skewed", message, setIt, facts);
	}
	return warn("clock-unknown", `${unknown}; it lies within the dates of the endpoint's certificate`, setIt, facts);
}

function isoOf(date: string): string {
	return new Date(date).toISOString();
}
