import { setTimeout as delay } from "node:timers/promises";
import type { PresentBehaviour } from "../../behaviour.js";
import type { JsonObject } from "../../json-value.js";
import { encodeBody } from "../payload-format.js";
import type { ReservedRequest } from "../service.js";
import type { FleetProvisioning } from "./fleet-provisioning.js";
import { parseRequestTopic, type RequestTopic } from "./provisioning-topics.js";
import { asRejection, ProvisioningRejection } from "./rejection.js";

/** Ours: provisioning requests a connection may have under way. */
const mostUnderWay = 10;

type ReplyBehaviour = Pick<PresentBehaviour, "replyDelayMs" | "loseReplies">;

/** Answers provisioning requests on `…/accepted` and `…/rejected`; late or not at all where the behaviour says so. */
export class ProvisioningResponder {
	readonly #provisioning: FleetProvisioning;
	readonly #behaviour: ReplyBehaviour;

	constructor(provisioning: FleetProvisioning, behaviour: ReplyBehaviour) {
		this.#provisioning = provisioning;
		this.#behaviour = behaviour;
	}

	async answer(request: ReservedRequest): Promise<void> {
		const topic = parseRequestTopic(request.topic);
		if (topic === undefined) return;
		const { outcome, body } = await this.#outcomeOf(topic, request);
		const { replyDelayMs } = this.#behaviour;
		if (replyDelayMs > 0) await delay(replyDelayMs, undefined, { ref: false });
		if (!this.#isLost(request)) request.reply(`${request.topic}/${outcome}`, encodeBody(topic.format, body));
	}

	async #outcomeOf(
		topic: RequestTopic,
		{ payload, clientId, certificateId, underWay, refuse }: ReservedRequest,
	): Promise<{ outcome: "accepted" | "rejected"; body: JsonObject }> {
		try {
			if (underWay > mostUnderWay) throw throttled();
			const body = await this.#provisioning.answer({ topic, body: payload, clientId, certificateId });
			return { outcome: "accepted", body };
		} catch (error) {
			const { statusCode, errorCode, message: errorMessage, journalCode } = asRejection(error);
			const cause = statusCode === 500 && error instanceof Error ? `: ${error.name}` : "";
			refuse(journalCode, `Rejected with ${statusCode} ${errorCode}: ${errorMessage}${cause}`);
			return { outcome: "rejected", body: { statusCode, errorCode, errorMessage } };
		}
	}

	#isLost({ refuse }: ReservedRequest): boolean {
		if (this.#behaviour.loseReplies === 0) return false;
		this.#behaviour.loseReplies -= 1;
		refuse("reply-lost", `The answer was lost on purpose (loseReplies: ${this.#behaviour.loseReplies} more)`);
		return true;
	}
}

function throttled(): ProvisioningRejection {
	const message = `More than ${mostUnderWay} requests of this connection are under way`;
	return new ProvisioningRejection(429, "Throttling", message, "throttled");
}
