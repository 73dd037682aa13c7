import { invalidRequest } from "../../aws-error.js";
import { limits } from "../../broker/limits.js";
import type { ApiCall } from "../../http/operation.js";

/** The client id that a path names. Throws InvalidRequestException for one that no client may have. */
export function clientIdIn({ path }: Pick<ApiCall, "path">): string {
	const clientId = path("clientId");
	if (clientId.startsWith("$")) throw invalidRequest('clientId must not begin with "$"');
	const bytes = Buffer.byteLength(clientId);
	if (bytes <= limits.clientId) return clientId;
	throw invalidRequest(`clientId must have at most ${limits.clientId} bytes: it has ${bytes}`);
}
