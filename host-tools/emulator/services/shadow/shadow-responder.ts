import type { ReservedRequest } from "../service.js";
import { rejectedDocument } from "./shadow-documents.js";
import { asShadowError, ShadowError } from "./shadow-error.js";
import { clientTokenOf, parseRequest } from "./shadow-request.js";
import type { ShadowRequests } from "./shadow-requests.js";
import { parseShadowRequest, type ShadowRequestTopic } from "./shadow-topics.js";

/** Requests of a connection that may be under way (docs/aws-behaviour.md, "Shadows"). */
const mostUnderWay = 10;

/** Answers what devices publish on the request topics, through the broker: whoever subscribed and may receive hears it. */
export class ShadowResponder {
	readonly #requests: ShadowRequests;

	constructor(requests: ShadowRequests) {
		this.#requests = requests;
	}

	async answer({ topic, payload, underWay, refuse }: ReservedRequest): Promise<void> {
		const shadow = parseShadowRequest(topic);
		if (shadow === undefined) return;
		let clientToken: string | undefined;
		try {
			const body = bodyOf(shadow, payload);
			clientToken = clientTokenOf(body);
			if (underWay > mostUnderWay) throw new ShadowError(429, "Too Many Requests");
			const accepted = await this.#requests.perform({ ...shadow, body, clientToken });
			if (shadow.verb === "get") this.#requests.publish(shadow, "get/accepted", accepted);
		} catch (error) {
			const rejection = asShadowError(error);
			const cause = rejection === error || !(error instanceof Error) ? "" : `: ${error.name}`;
			refuse(`rejected-${rejection.code}`, `Rejected with ${rejection.code}: ${rejection.message}${cause}`);
			const token = clientToken === undefined ? {} : { clientToken };
			this.#requests.publish(shadow, `${shadow.verb}/rejected`, { ...rejectedDocument(rejection), ...token });
		}
	}
}

/** A get may be empty; what a delete says is ignored, a client token excepted. */
function bodyOf({ verb }: ShadowRequestTopic, payload: Uint8Array): unknown {
	if (verb !== "update" && payload.length === 0) return {};
	try {
		return parseRequest(payload);
	} catch (error) {
		if (verb === "delete") return {};
		throw error;
	}
}
