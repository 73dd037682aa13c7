import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import { AwsError } from "../aws-error.js";
import { isLoopback, type Reach } from "../reach.js";

/**
 * Keeps web pages out: a listener on loopback can be reached from any page the user has open. A page's requests carry Origin
 * or Sec-Fetch-Site; a page whose own name was rebound to 127.0.0.1 sends that name as Host. Throws AccessDeniedException.
 */
export function refuseWebPages(headers: IncomingHttpHeaders, reach: Pick<Reach, "bindTo" | "names">): void {
	if (headers.origin !== undefined) {
		throw new AwsError("AccessDeniedException", "Requests with an Origin header come from web pages and are refused");
	}
	const site = headers["sec-fetch-site"];
	if (site !== undefined && site !== "none") {
		throw new AwsError("AccessDeniedException", "Requests that a web page started (Sec-Fetch-Site) are refused");
	}
	const name = hostName(headers.host);
	if (name === undefined || !isOurs(name, reach)) {
		throw new AwsError(
			"AccessDeniedException",
			"The Host header does not name this emulator: use localhost, 127.0.0.1, the address it was started with (--host), or a name it was given (--name)",
		);
	}
}

/** The name or address in a Host header, lower case, without brackets and port; undefined when there is none. */
export function hostName(header = ""): string | undefined {
	const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+))(?::\d{1,5})?$/.exec(header);
	return (match?.[1] ?? match?.[2])?.toLowerCase();
}

function isOurs(name: string, { bindTo, names }: Pick<Reach, "bindTo" | "names">): boolean {
	if (isLoopback(name) || name.endsWith(".localhost") || names.includes(name)) return true;
	// Bound beyond loopback on purpose: any address passes, because an address cannot be rebound.
	return !isLoopback(bindTo) && isIP(name) !== 0;
}
