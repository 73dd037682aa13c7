import { invalidRequest } from "../../aws-error.js";
import type { ApiCall } from "../../http/operation.js";
import { Query } from "../../http/query.js";

/** As many as the emulator's pages have. */
const largestPage = 250;

/** For lists whose `maxResults` may be larger than the emulator's pages: they get pages of 250, and a token for what is left. */
export function clampedCall(call: ApiCall, most: number): ApiCall {
	const size = call.query.integer("maxResults");
	if (size === undefined || size <= largestPage) return call;
	if (size > most) throw invalidRequest(`maxResults must be 1 to ${most}: it is ${size}`);
	const parameters = new URLSearchParams({ maxResults: String(largestPage) });
	const token = call.query.string("nextToken");
	if (token !== undefined) parameters.set("nextToken", token);
	return { ...call, query: new Query(parameters.toString()) };
}
