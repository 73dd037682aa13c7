import { randomUUID } from "node:crypto";
import { invalidRequest, quote } from "../../aws-error.js";
import type { Members } from "../../http/members.js";

/** What tells a request that is sent again from another one. SDKs fill it in; without it, each request is another one. */
export function readClientRequestToken(members: Members): string {
	const token = members.string("clientRequestToken") ?? randomUUID();
	if (/^[a-zA-Z0-9-_]{1,64}$/.test(token)) return token;
	throw invalidRequest(`clientRequestToken must be 1 to 64 of a-z A-Z 0-9 _ -: it is ${quote(token)}`);
}
