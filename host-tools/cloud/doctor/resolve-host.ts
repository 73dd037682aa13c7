import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { interruptible, withDeadline } from "../../base/interruption.js";
import { systemErrorCode } from "../../base/tool-error.js";
import { StepError } from "./step-error.js";

/** Addresses of a host. Rejects with an error whose `code` is one of Node's for name servers. */
export type Resolver = (host: string) => Promise<readonly string[]>;

/** As every program of this machine resolves names: the hosts file, too. */
export const systemResolver: Resolver = async (host) =>
	(await lookup(host, { all: true })).map(({ address }) => address);

/** For a name server's answer, in ms; the system itself may go on for longer. */
const answerMs = 5_000;

export interface ResolveOptions {
	readonly signal: AbortSignal;
	/** The system's unless told otherwise. */
	readonly resolver?: Resolver | undefined;
	/** For an answer, in ms; 5 s by default. */
	readonly answerMs?: number | undefined;
}

/** The addresses of `host`, at least one; an address is its own. Rejects with StepError `dns-…`, or `interrupted`. */
export async function resolveHost(host: string, options: ResolveOptions): Promise<readonly string[]> {
	if (isIP(host) !== 0) return [host];
	const { signal, resolver = systemResolver, answerMs: waitMs = answerMs } = options;
	const ask = () =>
		withDeadline(
			() => resolver(host),
			waitMs,
			() => noAnswer(host, `within ${waitMs / 1000} s`),
		);
	const addresses = await interruptible(ask, signal).catch((error: unknown) => {
		throw explain(host, error);
	});
	if (addresses.length === 0) throw noSuchName(host);
	return addresses;
}

function explain(host: string, error: unknown): unknown {
	switch (systemErrorCode(error)) {
		case "ENOTFOUND":
		case "ENODATA":
			return noSuchName(host, error);
		case "EAI_AGAIN":
		case "ETIMEOUT":
		case "ECONNREFUSED":
		case "ESERVFAIL":
		case "EREFUSED":
			return noAnswer(host, `(${systemErrorCode(error)})`, error);
		default:
			return error;
	}
}

function noSuchName(host: string, cause?: unknown): StepError {
	const message = `the resolver knows no address of ${host}`;
	const next = `compare with another name server: nslookup ${host} 1.1.1.1; if that knows it, yours is the reason (VPN, filter)`;
	return new StepError("dns", "dns-unknown", { message, next, cause });
}

function noAnswer(host: string, how: string, cause?: unknown): StepError {
	const message = `the resolver did not answer for ${host} ${how}`;
	const next = `see whether any name resolves: nslookup ${host}; check network, VPN and name server`;
	return new StepError("dns", "dns-silent", { message, next, cause });
}
