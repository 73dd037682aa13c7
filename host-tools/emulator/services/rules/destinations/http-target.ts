import { isLoopback } from "../../../reach.js";

/** What `--hook` maps: a URL's origin, or a URL that begins another, to what is asked in its place. */
type Targets = ReadonlyMap<string, string> | undefined;

/**
 * Where a request of a rule goes. Whoever reaches the control plane can name a URL in a rule, so only the person who started the
 * emulator decides which other machines hear of devices: without a mapping, this one alone does. Returns a sentence when it goes nowhere.
 */
export function httpTarget(url: string, targets: Targets): URL | string {
	if (!URL.canParse(url)) return `"${url.slice(0, 140)}" is no URL`;
	const asked = new URL(url);
	if (!/^https?:$/.test(asked.protocol)) return `${asked.protocol} is neither https nor http`;
	const mapped = targets?.get(asked.origin);
	if (mapped !== undefined && /^https?:/i.test(mapped)) {
		return new URL(`${mapped.replace(/\/$/, "")}${asked.pathname}${asked.search}`);
	}
	const host = asked.hostname.replace(/^\[|\]$/g, "");
	if (isLoopback(host)) return asked;
	return `"${asked.hostname}" is not this machine, and the emulator sends there nothing: start it with --hook ${asked.origin}=http://127.0.0.1:…`;
}
