import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import { hostname } from "node:os";
import { AwsError } from "../aws-error.js";

/**
 * Keeps web pages out: a listener on loopback can be reached from any page the user has open. A page's requests carry Origin
 * or Sec-Fetch-Site; a page whose own name was rebound to 127.0.0.1 sends that name as Host. Throws AccessDeniedException.
 */
export function refuseWebPages(headers: IncomingHttpHeaders, boundHost: string): void {
	if (headers.origin !== undefined) {
		throw new AwsError("AccessDeniedException", "Requests with an Origin header come from web pages and are refused");
	}
	const site = headers["sec-fetch-site"];
	if (site !== undefined && site !== "none") {
		throw new AwsError("AccessDeniedException", "Requests that a web page started (Sec-Fetch-Site) are refused");
	}
	const name = hostName(headers.host ?? "");
	if (name === undefined || !isOurs(name, boundHost)) {
		throw new AwsError(
			"AccessDeniedException",
			"The Host header does not name this emulator: use localhost, 127.0.0.1, or the host it was started with",
		);
	}
}

function hostName(header: string): string | undefined {
	const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+))(?::\d{1,5})?$/.exec(header);
	return (match?.[1] ?? match?.[2])?.toLowerCase();
}

function isOurs(name: string, boundHost: string): boolean {
	if (name === "localhost" || name.endsWith(".localhost") || name === boundHost.toLowerCase()) return true;
	if (name === "::1" || (isIP(name) === 4 && name.startsWith("127."))) return true;
	// Bound beyond loopback on purpose: an address cannot be rebound, and the machine's own name is what containers use.
	return !isLoopback(boundHost) && (isIP(name) !== 0 || name === hostname().toLowerCase());
}

function isLoopback(host: string): boolean {
	return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
