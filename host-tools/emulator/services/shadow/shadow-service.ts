import type { Service, ServiceParts } from "../service.js";
import { shadowOperations } from "./shadow-operations.js";
import { ShadowRequests } from "./shadow-requests.js";
import { ShadowResponder } from "./shadow-responder.js";
import { isShadowTopic, mayPublishOn, maySubscribeTo, parseShadowRequest } from "./shadow-topics.js";

type Parts = Pick<ServiceParts, "clock" | "store" | "registry" | "connections">;

/** Device shadows, classic and named: docs/aws-behaviour.md, "Shadows". */
export function shadowService({ clock, store, registry, connections }: Parts): Service {
	const { shadows } = registry;
	const requests = new ShadowRequests({ shadows, clock, store, connections });
	const responder = new ShadowResponder(requests);
	return {
		name: "shadow",
		operations: shadowOperations({ requests, shadows, now: () => clock.now() }),
		reserved: {
			purpose: "device shadows",
			owns: isShadowTopic,
			mayPublish: mayPublishOn,
			maySubscribe: maySubscribeTo,
			isShared: (topic) => parseShadowRequest(topic) !== undefined,
			answer: (request) => responder.answer(request),
		},
	};
}
